# Dosimeter collector for Windows, version 1. Reads settings of this machine and writes one JSON file (dosimeter.collector/1).
# It changes nothing, opens no connection, and looks into no folder of patients or images. Written for PowerShell 2.0 and later;
# it was never run on any Windows (docs/hardening.md says what was checked and how).
# To run it:  powershell -NoProfile -ExecutionPolicy Bypass -File dosimeter-collect.ps1
# (the switch holds for this one run and changes no setting). As administrator it sees more.
$ErrorActionPreference = 'SilentlyContinue'
$Version = '1'

Write-Host @'
Dosimeter collector for Windows, version 1

This program reads settings of this machine and writes them into one file that you name. It reads:
  - name, network and hardware addresses, maker and model of the computer       (WMI)
  - name, version and build of Windows                                         (WMI)
  - whether firewall, updates, time service and event log are switched on      (registry, services)
  - the day of the last update                                                 (WMI, list of updates)
  - whether protection from malicious programs is on                           (WMI, services, registry)
  - HOW MANY local accounts are in use, never their names                      (WMI)
  - whether it signs somebody in by itself; the switch, never a password       (registry)
  - which ports listen                                                         (list of the network stack)
  - SMB 1, remote desktop, USB storage, programs for remote service            (registry, services)
  - whether disks are encrypted                                                (WMI)
It changes nothing. It opens no connection. It opens no folder of patients or images. It reads no password.

An imaging device belongs to a regulated product: ask its maker for written consent before you go on.
'@

$consent = Read-Host 'Has the maker of this device consented? Type yes to go on'
if ($consent -cne 'yes') { Write-Host 'Nothing was read. Ask the maker first.'; exit 1 }
$label = Read-Host 'Serial number on the label of the device (Enter when not known)'
$out = Read-Host 'Write the file where (for example E:\ct1.json)'
if (-not $out) { Write-Host 'No file was named. Nothing was read.'; exit 1 }
if (Test-Path -LiteralPath $out) {
  Write-Host 'There is a file of that name already. It was left as it is; choose another name.'
  exit 1
}

# JSON by hand: PowerShell 2.0 has no ConvertTo-Json.
function Text($value) {
  if ($value -eq $null) { return '""' }
  $made = New-Object System.Text.StringBuilder
  [void]$made.Append('"')
  $taken = 0
  foreach ($letter in ([string]$value).Trim().ToCharArray()) {
    if ($taken -ge 200) { break }
    $taken++
    $code = [int]$letter
    if ($code -eq 34 -or $code -eq 92) { [void]$made.Append('\').Append($letter) }
    elseif ($code -lt 32 -or $code -gt 126) { [void]$made.Append('\u').Append($code.ToString('x4')) }
    else { [void]$made.Append($letter) }
  }
  [void]$made.Append('"')
  return $made.ToString()
}
function Texts($values) {
  $parts = @()
  foreach ($value in @($values)) { if ($value) { $parts += (Text $value) } }
  return '[' + [string]::Join(', ', [string[]]$parts) + ']'
}
# WMI of this machine only; PowerShell 6 and later know it by another name.
function Wmi($class, $namespace) {
  if (-not $namespace) { $namespace = 'root\cimv2' }
  if (Get-Command Get-WmiObject) { return Get-WmiObject -Namespace $namespace -Class $class }
  return Get-CimInstance -Namespace $namespace -ClassName $class
}
# One value of the registry, or nothing.
function Reg($key, $name) {
  $found = Get-ItemProperty -LiteralPath ('HKLM:\' + $key) -Name $name
  if ($found -ne $null) { return $found.$name }
  return $null
}
function Runs($name) {
  $service = Get-Service -Name $name
  return ($service -ne $null -and $service.Status -eq 'Running')
}
function IsDisabled($name) { return ((Reg "SYSTEM\CurrentControlSet\Services\$name" 'Start') -eq 4) }

$script:items = @()
function Add($item, $value, $read) {
  $script:items += ('    {"item": "' + $item + '", "value": ' + $value + ', "read": ' + (Text $read) + '}')
}
function AddText($item, $value, $read) { Add $item (Text $value) $read }

function Firewall {
  $on = 0; $off = 0
  foreach ($name in 'DomainProfile', 'StandardProfile', 'PublicProfile') {
    $value = Reg "SOFTWARE\Policies\Microsoft\WindowsFirewall\$name" 'EnableFirewall'
    if ($value -eq $null) { $value = Reg "SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\$name" 'EnableFirewall' }
    if ($value -eq 1) { $on++ } elseif ($value -eq 0) { $off++ }
  }
  $read = 'registry: EnableFirewall of each profile; service MpsSvc'
  if (-not (Runs 'MpsSvc')) { AddText 'firewall' 'off' $read }
  elseif ($on + $off -eq 0) { AddText 'firewall' 'unknown' $read }
  elseif ($off -eq 0) { AddText 'firewall' 'on' $read }
  elseif ($on -eq 0) { AddText 'firewall' 'off' $read }
  else { AddText 'firewall' 'partial' $read }
}

function Updates {
  $read = 'registry: WindowsUpdate AU; service wuauserv'
  $policy = Reg 'SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU' 'NoAutoUpdate'
  $option = Reg 'SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update' 'AUOptions'
  if ($policy -eq 1 -or $option -eq 1 -or (IsDisabled 'wuauserv')) { AddText 'updates' 'off' $read }
  elseif ($policy -eq 0 -or $option -ge 3 -or [Environment]::OSVersion.Version.Major -ge 10) { AddText 'updates' 'on' $read }
  else { AddText 'updates' 'unknown' $read }
}

function LastUpdate {
  $last = $null
  foreach ($fix in @(Get-HotFix)) {
    $day = $fix.InstalledOn
    if ($day -is [DateTime] -and ($last -eq $null -or $day -gt $last)) { $last = $day }
  }
  if ($last -ne $null) { AddText 'lastUpdate' ($last.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)) 'Get-HotFix' }
  else { AddText 'lastUpdate' 'unknown' 'Get-HotFix names no day' }
}

# The bits of productState are not documented by Microsoft; 0x1000 is taken for switched on, 0x10 for out of date.
function Malware {
  foreach ($name in 'scsrvc', 'CbDefense', 'Parity') {
    if (Runs $name) { AddText 'malware' 'list' "service $name"; return }
  }
  if ((Runs 'AppIDSvc') -and (Reg 'SOFTWARE\Policies\Microsoft\Windows\SrpV2\Exe' 'EnforcementMode') -eq 1) {
    AddText 'malware' 'list' 'AppLocker'
    return
  }
  $products = @(Wmi 'AntiVirusProduct' 'root\SecurityCenter2')
  $read = 'WMI: SecurityCenter2 AntiVirusProduct'
  $on = @($products | Where-Object { $_ -and ($_.productState -band 0x1000) })
  $fresh = @($on | Where-Object { -not ($_.productState -band 0x10) })
  if ($fresh.Count -gt 0) { AddText 'malware' 'on' $read }
  elseif ($on.Count -gt 0) { AddText 'malware' 'outdated' $read }
  elseif (@($products | Where-Object { $_ }).Count -gt 0) { AddText 'malware' 'off' $read }
  # Up to Windows 7 this service knows spyware only. Servers have no list of products.
  elseif ((Runs 'WinDefend') -and [Environment]::OSVersion.Version -ge [Version]'6.2') {
    $value = Reg 'SOFTWARE\Policies\Microsoft\Windows Defender\Real-Time Protection' 'DisableRealtimeMonitoring'
    if ($value -eq $null) { $value = Reg 'SOFTWARE\Microsoft\Windows Defender\Real-Time Protection' 'DisableRealtimeMonitoring' }
    $state = 'on'
    if ($value -eq 1) { $state = 'off' }
    AddText 'malware' $state 'service WinDefend; registry: DisableRealtimeMonitoring'
  }
  else { AddText 'malware' 'unknown' "$read; it is not there on servers" }
}

function Accounts {
  $used = @(Wmi 'Win32_UserAccount' | Where-Object { $_.LocalAccount -and -not $_.Disabled })
  if ($used.Count -gt 0) { Add 'localAccounts' $used.Count 'WMI: Win32_UserAccount, how many, no names' }
  else { AddText 'localAccounts' 'unknown' 'WMI: Win32_UserAccount' }
}

function Autologon {
  $value = Reg 'SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon' 'AutoAdminLogon'
  if ("$value" -eq '1') { AddText 'autologon' 'on' 'registry: Winlogon AutoAdminLogon' }
  else { AddText 'autologon' 'off' 'registry: Winlogon AutoAdminLogon' }
}

function Ports {
  $stack = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
  $found = @()
  foreach ($end in $stack.GetActiveTcpListeners()) {
    if (-not [System.Net.IPAddress]::IsLoopback($end.Address)) { $found += "tcp/$($end.Port)" }
  }
  # Ports from 49152 are handed out for a moment (IANA).
  foreach ($end in $stack.GetActiveUdpListeners()) {
    if (-not [System.Net.IPAddress]::IsLoopback($end.Address) -and $end.Port -lt 49152) { $found += "udp/$($end.Port)" }
  }
  Add 'openPorts' (Texts @($found | Sort-Object -Unique | Select-Object -First 400)) 'active listeners of TCP and UDP'
}

function SmbOne {
  $read = 'registry: LanmanServer Parameters SMB1; driver srv.sys; service LanmanServer'
  $value = Reg 'SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters' 'SMB1'
  $driver = Join-Path $env:windir 'system32\drivers\srv.sys'
  if ($value -eq 0 -or -not (Runs 'LanmanServer') -or -not (Test-Path -LiteralPath $driver)) { AddText 'smb1' 'off' $read }
  else { AddText 'smb1' 'on' $read }
}

function RemoteDesktop {
  $read = 'registry: Terminal Server fDenyTSConnections, RDP-Tcp UserAuthentication'
  $deny = Reg 'SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services' 'fDenyTSConnections'
  if ($deny -eq $null) { $deny = Reg 'SYSTEM\CurrentControlSet\Control\Terminal Server' 'fDenyTSConnections' }
  $first = Reg 'SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services' 'UserAuthentication'
  if ($first -eq $null) { $first = Reg 'SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp' 'UserAuthentication' }
  if ($deny -eq 1) { AddText 'rdp' 'off' $read }
  elseif ($deny -eq $null) { AddText 'rdp' 'unknown' $read }
  elseif ($first -eq 1) { AddText 'rdp' 'nla' $read }
  else { AddText 'rdp' 'open' $read }
}

# Whether programs for remote service carry a signature at all. It is not checked against anybody: that would open a connection.
function RemoteService {
  $signed = 0; $unsigned = 0
  foreach ($service in @(Wmi 'Win32_Service')) {
    if ("$($service.Name) $($service.PathName)" -notmatch 'vnc|teamviewer|anydesk|radmin|pcanywhere|logmein|bomgar|screenconnect|dameware|netviewer|axeda|rustdesk') { continue }
    $path = ([string]$service.PathName).Trim()
    if ($path -match '^"([^"]+)"') { $path = $matches[1] } elseif ($path -match '^(.+?\.exe)\b') { $path = $matches[1] }
    $one = $null
    try { $one = [System.Security.Cryptography.X509Certificates.X509Certificate]::CreateFromSignedFile($path) } catch { $one = $null }
    if ($one -ne $null) { $signed++ } else { $unsigned++ }
  }
  $read = 'services for remote control that are known by name; signature there or not, not checked'
  if ($unsigned -gt 0) { AddText 'remoteService' 'unsigned' $read }
  elseif ($signed -gt 0) { AddText 'remoteService' 'signed' $read }
  else { AddText 'remoteService' 'unknown' "$read; none was found" }
}

function TimeSync {
  $read = 'registry: W32Time Parameters Type; service w32time'
  $type = Reg 'SYSTEM\CurrentControlSet\Services\W32Time\Parameters' 'Type'
  if ($type -eq 'NoSync' -or (IsDisabled 'w32time')) { AddText 'timeSync' 'off' $read }
  elseif (Runs 'w32time') { AddText 'timeSync' 'on' $read }
  else { AddText 'timeSync' 'unknown' "$read; it starts by itself now and then" }
}

function Logging {
  if (Runs 'EventLog') { AddText 'logging' 'on' 'service EventLog' } else { AddText 'logging' 'off' 'service EventLog' }
}

function Usb {
  $read = 'registry: USBSTOR Start, RemovableStorageDevices Deny_All'
  $start = Reg 'SYSTEM\CurrentControlSet\Services\USBSTOR' 'Start'
  $deny = Reg 'SOFTWARE\Policies\Microsoft\Windows\RemovableStorageDevices' 'Deny_All'
  if ($start -eq 4 -or $deny -eq 1) { AddText 'usb' 'blocked' $read }
  elseif ($start -ne $null) { AddText 'usb' 'open' $read }
  else { AddText 'usb' 'unknown' $read }
}

function Encryption {
  $read = 'WMI: Win32_EncryptableVolume ProtectionStatus; only an administrator sees it'
  $on = 0; $off = 0
  foreach ($volume in @(Wmi 'Win32_EncryptableVolume' 'root\cimv2\Security\MicrosoftVolumeEncryption')) {
    if ($volume -eq $null) { continue }
    if ($volume.ProtectionStatus -eq 1) { $on++ } elseif ($volume.ProtectionStatus -eq 0) { $off++ }
  }
  if ($on + $off -eq 0) { AddText 'encryption' 'unknown' $read }
  elseif ($off -eq 0) { AddText 'encryption' 'on' $read }
  elseif ($on -eq 0) { AddText 'encryption' 'off' $read }
  else { AddText 'encryption' 'partial' $read }
}

Firewall; Updates; LastUpdate; Malware; Accounts; Autologon; Ports; SmbOne; RemoteDesktop; RemoteService; TimeSync; Logging; Usb; Encryption

$system = Wmi 'Win32_OperatingSystem'
$computer = Wmi 'Win32_ComputerSystem'
$bios = Wmi 'Win32_BIOS'
$cards = @(Wmi 'Win32_NetworkAdapterConfiguration' | Where-Object { $_ -and $_.IPEnabled })
$addresses = @(); $macs = @()
foreach ($card in $cards) { $addresses += @($card.IPAddress); $macs += $card.MACAddress }
$at = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
$lines = @(
  '{'
  '  "schema": "dosimeter.collector/1",'
  ('  "collector": {"name": "windows-powershell", "version": "' + $Version + '"},')
  ('  "collectedAt": "' + $at + '",')
  ('  "consent": {"maker": ' + (Text $consent) + '},')
  '  "machine": {'
  ('    "hostName": ' + (Text $env:COMPUTERNAME) + ',')
  ('    "serial": ' + (Text $label) + ',')
  ('    "addresses": ' + (Texts $addresses) + ',')
  ('    "macs": ' + (Texts $macs) + ',')
  ('    "computer": {"vendor": ' + (Text $computer.Manufacturer) + ', "model": ' + (Text $computer.Model) + ', "serial": ' + (Text $bios.SerialNumber) + '}')
  '  },'
  ('  "os": {"name": ' + (Text $system.Caption) + ', "version": ' + (Text $system.Version) + ', "build": ' + (Text $system.BuildNumber) + '},')
  '  "items": ['
  [string]::Join(",`r`n", [string[]]$script:items)
  '  ]'
  '}'
)
try {
  # CreateNew: a file that is there is never written over.
  $file = New-Object System.IO.FileStream($out, [System.IO.FileMode]::CreateNew)
  $bytes = [System.Text.Encoding]::ASCII.GetBytes([string]::Join("`r`n", [string[]]$lines) + "`r`n")
  $file.Write($bytes, 0, $bytes.Length)
  $file.Close()
} catch {
  Write-Host 'The file could not be written there.'
  exit 1
}
Write-Host "Written: $out"
Write-Host 'Read it before it leaves this machine, and delete what should not leave. Then import it into Dosimeter.'
