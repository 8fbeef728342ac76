@echo off
rem Dosimeter collector for Windows XP and 7, version 1, where PowerShell is missing. Reads settings and writes one JSON file
rem (dosimeter.collector/1). It changes nothing, opens no connection, and looks into no folder of patients or images.
rem It was never run on any Windows; docs/hardening.md says what was checked and how. WMIC is called on Windows Vista and later
rem only: on XP its first call sets WMIC itself up, which would be a change.
setlocal EnableExtensions EnableDelayedExpansion
set "COMMA= "
echo Dosimeter collector for Windows XP and 7, version 1
echo.
echo This program reads settings of this machine and writes them into one file that you name. It reads:
echo   - name, hardware and network addresses of the computer        (getmac, netstat)
echo   - name, version and build of Windows                          (reg query)
echo   - firewall, updates, time service, event log                  (reg query, sc query)
echo   - HOW MANY local accounts are in use, never their names       (wmic, not on XP)
echo   - whether it signs somebody in by itself, never a password    (reg query)
echo   - which ports listen                                          (netstat -an)
echo   - SMB 1, remote desktop, USB storage                          (reg query, sc query)
echo It changes nothing. It opens no connection. It opens no folder of patients or images. It reads no password.
echo.
echo An imaging device belongs to a regulated product: ask its maker for written consent before you go on.
set "CONSENT="
set /p "CONSENT=Has the maker of this device consented? Type yes to go on: "
if not "!CONSENT!"=="yes" (
  echo Nothing was read. Ask the maker first.
  exit /b 1
)
set "LABEL="
set /p "LABEL=Serial number on the label of the device (Enter when not known): "
rem The date is typed: Windows writes it in the order of the country, and the clock of an old device may be wrong.
set "DAY="
set /p "DAY=Today's date as year-month-day (for example 2026-11-23): "
set "OUT="
set /p "OUT=Write the file where (for example E:\ct1.json): "
if not defined OUT (
  echo No file was named. Nothing was read.
  exit /b 1
)
if exist "!OUT!" (
  echo There is a file of that name already. It was left as it is; choose another name.
  exit /b 1
)
call :escape LABEL
call :escape DAY
set "HOST=%COMPUTERNAME%"
call :escape HOST
set "NT=HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
call :value PRODUCT "%NT%" ProductName
call :value PACK "%NT%" CSDVersion
call :value KERNEL "%NT%" CurrentVersion
call :value BUILD "%NT%" CurrentBuildNumber
if defined PACK set "PRODUCT=!PRODUCT! !PACK!"
call :escape PRODUCT
call :escape KERNEL
call :escape BUILD
set "MACS="
for /f "tokens=1 delims=," %%m in ('getmac /fo csv /nh 2^>nul') do (
  set "ONE=%%~m"
  if "!ONE:~2,1!"=="-" (
    if defined MACS set "MACS=!MACS!, "
    set "MACS=!MACS!"!ONE!""
  )
)
rem Ports and addresses: of a listening socket the far end is 0.0.0.0:0 in every language of Windows.
set "PORTS="
set "ADDRESSES="
for /f "tokens=1-3" %%a in ('netstat -an 2^>nul') do (
  if "%%a"=="TCP" if "%%c"=="0.0.0.0:0" call :port "%%b"
)
(
  echo {
  echo   "schema": "dosimeter.collector/1",
  echo   "collector": {"name": "windows-batch", "version": "1"},
  echo   "collectedAt": "!DAY!T12:00:00Z",
  echo   "consent": {"maker": "!CONSENT!"},
  echo   "machine": {"hostName": "!HOST!", "serial": "!LABEL!", "addresses": [!ADDRESSES!], "macs": [!MACS!]},
  echo   "os": {"name": "!PRODUCT!", "version": "!KERNEL!", "build": "!BUILD!"},
  echo   "items": [
) >"!OUT!"
if not exist "!OUT!" (
  echo The file could not be written there.
  exit /b 1
)

set "FIREWALL=HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
call :value A "%FIREWALL%\StandardProfile" EnableFirewall
call :value B "%FIREWALL%\DomainProfile" EnableFirewall
call :value C "%FIREWALL%\PublicProfile" EnableFirewall
set "SEEN=!A!!B!!C!"
set "ANSWER=unknown"
if defined SEEN (
  set "ANSWER=partial"
  if "!SEEN:0x0=!"=="!SEEN!" set "ANSWER=on"
  if "!SEEN:0x1=!"=="!SEEN!" set "ANSWER=off"
)
rem The service that filters: SharedAccess on XP and 2003, MpsSvc since. Its switch says nothing while it does not run.
set "SERVICE=MpsSvc"
if "!KERNEL:~0,2!"=="5." set "SERVICE=SharedAccess"
call :runs !SERVICE!
if not defined RUNS set "ANSWER=off"
call :add firewall "reg query SharedAccess FirewallPolicy EnableFirewall, sc query !SERVICE!"

set "ANSWER=unknown"
call :value A "HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU" NoAutoUpdate
call :value B "HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update" AUOptions
call :value C "HKLM\SYSTEM\CurrentControlSet\Services\wuauserv" Start
if "!B!"=="0x3" set "ANSWER=on"
if "!B!"=="0x4" set "ANSWER=on"
if "!A!"=="0x1" set "ANSWER=off"
if "!B!"=="0x1" set "ANSWER=off"
if "!C!"=="0x4" set "ANSWER=off"
call :add updates "reg query WindowsUpdate AU NoAutoUpdate, AUOptions, wuauserv Start"

set "ANSWER=off"
call :value A "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon" AutoAdminLogon
if "!A!"=="1" set "ANSWER=on"
call :add autologon "reg query Winlogon AutoAdminLogon"

set "ANSWER=on"
call :value A "HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" SMB1
call :runs LanmanServer
if "!A!"=="0x0" set "ANSWER=off"
if not defined A if "!KERNEL!"=="6.2" set "ANSWER=unknown"
if not defined A if "!KERNEL!"=="6.3" set "ANSWER=unknown"
if not defined RUNS set "ANSWER=off"
call :add smb1 "reg query LanmanServer Parameters SMB1, sc query LanmanServer"

set "ANSWER=unknown"
call :value A "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server" fDenyTSConnections
call :value B "HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" UserAuthentication
if "!A!"=="0x1" set "ANSWER=off"
if "!A!"=="0x0" set "ANSWER=open"
if "!A!!B!"=="0x00x1" set "ANSWER=nla"
call :add rdp "reg query Terminal Server fDenyTSConnections, RDP-Tcp UserAuthentication"

set "ANSWER=unknown"
call :value A "HKLM\SYSTEM\CurrentControlSet\Services\W32Time\Parameters" Type
call :runs w32time
if defined RUNS set "ANSWER=on"
if "!A!"=="NoSync" set "ANSWER=off"
call :add timeSync "reg query W32Time Parameters Type, sc query w32time"

set "ANSWER=off"
call :runs EventLog
if defined RUNS set "ANSWER=on"
call :add logging "sc query EventLog"

set "ANSWER=unknown"
call :value A "HKLM\SYSTEM\CurrentControlSet\Services\USBSTOR" Start
if "!A!"=="0x3" set "ANSWER=open"
if "!A!"=="0x4" set "ANSWER=blocked"
call :add usb "reg query USBSTOR Start"

if "!KERNEL:~0,1!"=="5" goto after_wmic
set "ANSWER=unknown"
set "COUNT=0"
for /f "tokens=2 delims==" %%a in ('wmic useraccount where "LocalAccount=TRUE and Disabled=FALSE" get SIDType /value 2^>nul') do set /a COUNT+=1
if not "!COUNT!"=="0" call :figure localAccounts !COUNT! "wmic useraccount, how many, no names"
:after_wmic

call :list openPorts "netstat -an"
(
  echo   ]
  echo }
) >>"!OUT!"
echo Written: !OUT!
echo Read it before it leaves this machine, and delete what should not leave. Then import it into Dosimeter.
exit /b 0

rem Puts one value of the registry into a variable; the name of a value has no blanks here.
:value
set "%~1="
for /f "tokens=2*" %%a in ('reg query "%~2" /v %~3 2^>nul ^| find "REG_"') do set "%~1=%%b"
exit /b 0

rem Says in RUNS whether a service runs; the words differ by language, 4 is RUNNING in all.
:runs
set "RUNS="
for /f "delims=" %%a in ('sc query %~1 2^>nul ^| find ": 4 "') do set "RUNS=1"
exit /b 0

rem Makes a variable fit for JSON: backslashes and quotes get a backslash, 200 characters are kept.
:escape
if not defined %~1 exit /b 0
set "ONE=!%~1:~0,200!"
set "ONE=!ONE:\=\\!"
set "ONE=!ONE:"=\"!"
set "%~1=!ONE!"
exit /b 0

:port
for /f "tokens=1,2 delims=:" %%a in ("%~1") do (
  set "AT=%%a"
  if not "!AT:~0,4!"=="127." (
    if not defined SEEN_%%b (
      set "SEEN_%%b=1"
      if defined PORTS set "PORTS=!PORTS!, "
      set "PORTS=!PORTS!"tcp/%%b""
    )
    if not "!AT!"=="0.0.0.0" if not defined AT_%%a (
      set "AT_%%a=1"
      if defined ADDRESSES set "ADDRESSES=!ADDRESSES!, "
      set "ADDRESSES=!ADDRESSES!"%%a""
    )
  )
)
exit /b 0

:add
>>"!OUT!" echo   !COMMA!{"item": "%~1", "value": "!ANSWER!", "read": "%~2"}
set "COMMA=,"
exit /b 0

:figure
>>"!OUT!" echo   !COMMA!{"item": "%~1", "value": %~2, "read": "%~3"}
set "COMMA=,"
exit /b 0

:list
>>"!OUT!" echo   !COMMA!{"item": "%~1", "value": [!PORTS!], "read": "%~2"}
set "COMMA=,"
exit /b 0
