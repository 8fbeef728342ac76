#!/bin/sh
# Dosimeter collector for Linux, version 1. Reads settings of this machine and writes one JSON file (dosimeter.collector/1).
# It changes nothing, opens no connection, and looks into no folder of patients or images. Needs no installation; a plain user
# will do, root sees more. Written for POSIX sh; see docs/hardening.md for what it was run with.
VERSION=1
LC_ALL=C
export LC_ALL
umask 077

cat >&2 <<'WORDS'
Dosimeter collector for Linux, version 1

This program reads settings of this machine and writes them into one file that you name. It reads:
  - name, network and hardware addresses, maker and model of the computer   (hostname, ip addr, /sys/class/net, /sys/class/dmi)
  - name and version of the operating system                               (/etc/os-release)
  - whether a firewall, updates, a time service and a log are switched on  (systemctl is-active, /etc/ufw, /etc/default/ufw,
                                                                           /etc/firewalld, /etc/apt)
  - as root, the rules of the firewall, which are not kept                 (lsmod, nft list ruleset, /proc/net/ip_tables_names)
  - the day of the last update                                             (/var/log/dpkg.log, rpm)
  - HOW MANY local accounts can sign in, never their names                 (/etc/passwd)
  - whether it signs somebody in by itself                                 (settings of gdm, lightdm, sddm)
  - which ports listen                                                     (/proc/net)
  - whether SMB 1 is offered, USB storage is blocked, disks are encrypted  (/etc/samba, /etc/modprobe.d, /sys/block, /sys/dev/block,
                                                                           /proc/swaps, /proc/self/mountinfo)
It changes nothing. It opens no connection. It opens no folder of patients or images. It reads no password.

An imaging device belongs to a regulated product: ask its maker for written consent before you go on.
WORDS

printf '%s' "Has the maker of this device consented? Type yes to go on: " >&2
IFS= read -r CONSENT || CONSENT=
if [ "$CONSENT" != "yes" ]; then
  echo "Nothing was read. Ask the maker first." >&2
  exit 1
fi
printf '%s' "Serial number on the label of the device (Enter when not known): " >&2
IFS= read -r LABEL || LABEL=
printf '%s' "Write the file where (for example /media/stick/ct1.json): " >&2
IFS= read -r OUT || OUT=
if [ -z "$OUT" ]; then
  echo "No file was named. Nothing was read." >&2
  exit 1
fi
if [ -e "$OUT" ]; then
  echo "There is a file of that name already. It was left as it is; choose another name." >&2
  exit 1
fi

# A JSON text: quotes and backslashes are escaped, controls and bytes that are not ASCII are left out.
text() {
  PLAIN=$(printf '%s' "$1" | tr '\t\r\n' '   ' | tr -cd '\040-\176' | cut -c1-200)
  printf '"%s"' "$(printf '%s\n' "$PLAIN" | sed 's/^ *//; s/ *$//; s/\\/\\\\/g; s/"/\\"/g')"
}
texts() { # a JSON list of the lines that come in
  LIST=
  while IFS= read -r LINE; do
    [ -n "$LINE" ] || continue
    ONE=$(text "$LINE")
    LIST="${LIST:+$LIST, }$ONE"
  done
  printf '[%s]' "$LIST"
}
first() { # the first line of a file, if it can be read
  [ -r "$1" ] && head -n 1 "$1" 2>/dev/null
}
has() { command -v "$1" >/dev/null 2>&1; }
active() { # whether a unit of systemd runs
  has systemctl && [ "$(systemctl is-active "$1" 2>/dev/null)" = active ]
}
booted() { [ -d /run/systemd/system ]; }

ITEMS=
add() { # item, value (JSON), what was read
  ITEMS="$ITEMS${ITEMS:+,
}    {\"item\": \"$1\", \"value\": $2, \"read\": $(text "$3")}"
}

older() { # whether there are tables of iptables; files of /proc have no size
  grep -q . /proc/net/ip_tables_names 2>/dev/null
}
# Whether the rules of nftables keep out whatever they do not name: RULES is on, off, or unknown where they jump or drop only some. Not asked where they are not in use: asking
# would load a part of the kernel.
filters() {
  [ "$(id -u)" = 0 ] && has nft && lsmod 2>/dev/null | grep -q '^nf_tables ' || return 1
  RULES=$(nft list ruleset 2>/dev/null) || return 1
  RULES=$(printf '%s\n' "$RULES" | awk '
    /^[[:space:]]*(comment|#)|ct state invalid/ { next }
    { gsub(/"[^"]*"/, "") }
    /^[[:space:]]*chain / { input = 0 }
    /hook input/ { input = 1 }
    input && /policy (drop|reject)|^[[:space:]]*(counter( packets [0-9]+ bytes [0-9]+)? )?(drop|reject)([;[:space:]]|$)/ { out = 1 }
    input && /(^|[[:space:]])(jump|goto|vmap|drop|reject)([;[:space:]]|$)/ { some = 1 }
    END { print out ? "on" : some ? "unknown" : "off" }')
  # Rules of the older iptables stand beside these.
  [ "$RULES" != off ] || ! older
}

firewall() {
  if [ -r /etc/ufw/ufw.conf ] && grep -qi '^ENABLED=yes' /etc/ufw/ufw.conf; then
    if grep -qi '^DEFAULT_INPUT_POLICY="*ACCEPT' /etc/default/ufw 2>/dev/null; then add firewall '"unknown"' '/etc/default/ufw: it lets in what no rule names'
    else add firewall '"on"' '/etc/ufw/ufw.conf, /etc/default/ufw'
    fi
  elif active firewalld; then
    if grep -qi '^DefaultZone=trusted' /etc/firewalld/firewalld.conf 2>/dev/null; then add firewall '"unknown"' '/etc/firewalld/firewalld.conf: its first zone lets everything in'
    else add firewall '"on"' 'systemctl is-active firewalld'
    fi
  elif filters; then add firewall "\"$RULES\"" 'nft list ruleset'
  elif active nftables; then add firewall '"unknown"' 'systemctl is-active nftables: what its rules let in was not read'
  elif older; then add firewall '"unknown"' '/proc/net/ip_tables_names: there are rules of iptables; what they let in is not read'
  else add firewall '"unknown"' 'ufw, firewalld and nftables: none is seen to run; root sees more'
  fi
}

updates() {
  if [ -d /etc/apt ]; then
    if cat /etc/apt/apt.conf.d/* 2>/dev/null | grep -v '^ *//' | grep -q 'Unattended-Upgrade "[1-9]'; then add updates '"on"' '/etc/apt/apt.conf.d'
    else add updates '"off"' '/etc/apt/apt.conf.d'
    fi
  elif active dnf-automatic.timer || active dnf-automatic-install.timer; then add updates '"on"' 'systemctl is-active dnf-automatic'
  elif booted && has dnf; then add updates '"off"' 'systemctl is-active dnf-automatic'
  else add updates '"unknown"' 'no apt, no dnf'
  fi
}

last_update() {
  DAY=
  if [ -r /var/log/dpkg.log ]; then
    READ=/var/log/dpkg.log
    DAY=$(grep -h ' upgrade ' /var/log/dpkg.log /var/log/dpkg.log.1 2>/dev/null | cut -c1-10 | sort | tail -n 1)
  elif has rpm; then
    READ='rpm -qa --qf %{INSTALLTIME:day}'
    DAY=$(rpm -qa --qf '%{INSTALLTIME} \n' 2>/dev/null | sort -n | tail -n 1 | cut -d' ' -f1)
    [ -n "$DAY" ] && DAY=$(date -u -d "@$DAY" +%Y-%m-%d 2>/dev/null)
  fi
  case $DAY in
  [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) add lastUpdate "\"$DAY\"" "$READ" ;;
  *) add lastUpdate '"unknown"' 'dpkg.log and rpm name no day' ;;
  esac
}

malware() {
  for UNIT in clamav-daemon clamd@scan falcon-sensor mdatp sav-protect ds_agent cbagentd; do
    if active "$UNIT"; then add malware '"on"' "systemctl is-active $UNIT"; return; fi
  done
  if active fapolicyd; then add malware '"list"' 'systemctl is-active fapolicyd'; return; fi
  add malware '"unknown"' 'no protection that is known here runs'
}

accounts() {
  [ -r /etc/passwd ] || return
  COUNT=$(awk -F: '($3 == 0 || $3 >= 1000) && $3 < 65534 && $7 !~ /(nologin|false|sync)$/ { n++ } END { print n + 0 }' /etc/passwd)
  add localAccounts "$COUNT" '/etc/passwd: how many, no names'
}

autologon() {
  SEEN=
  for FILE in /etc/gdm3/daemon.conf /etc/gdm3/custom.conf /etc/gdm/custom.conf /etc/lightdm/lightdm.conf /etc/lightdm/lightdm.conf.d/*.conf /etc/sddm.conf /etc/sddm.conf.d/*.conf; do
    [ -r "$FILE" ] || continue
    SEEN=yes
    case $FILE in
    *sddm*) SETTING='User[[:space:]]*=[[:space:]]*[^[:space:]#]' ;;
    *lightdm*) SETTING='autologin-user[[:space:]]*=[[:space:]]*[^[:space:]#]' ;;
    *) SETTING='AutomaticLoginEnable[[:space:]]*=[[:space:]]*(true|1|yes)' ;;
    esac
    if grep -Eqi "^[[:space:]]*($SETTING)" "$FILE"; then
      add autologon '"on"' "$FILE: the setting, not the name"
      return
    fi
  done
  if [ -n "$SEEN" ]; then add autologon '"off"' 'settings of gdm, lightdm, sddm'
  else add autologon '"unknown"' 'no gdm, lightdm or sddm'
  fi
}

# Ports that listen, from /proc/net: state 0A is LISTEN, a UDP socket without a peer is 07; loopback addresses are left out.
ports() {
  [ -r /proc/net/tcp ] || return
  FOUND=$({
    for KIND in tcp tcp6 udp udp6; do
      [ -r "/proc/net/$KIND" ] || continue
      awk -v kind="${KIND%6}" '
        NR > 1 && ((kind == "tcp" && $4 == "0A") || (kind == "udp" && $4 == "07")) {
          split($2, at, ":")
          if (at[1] ~ /7F$/ && length(at[1]) == 8) next
          if (at[1] == "00000000000000000000000001000000") next
          if (at[1] ~ /^0000000000000000FFFF0000......7F$/) next
          n = 0
          for (i = 1; i <= 4; i++) n = n * 16 + index("0123456789ABCDEF", substr(at[2], i, 1)) - 1
          if (n > 0 && (kind == "tcp" || n < 32768)) print kind "/" n
        }' "/proc/net/$KIND"
    done
  } | sort -u | head -n 400 | texts)
  add openPorts "$FOUND" '/proc/net/tcp, tcp6, udp, udp6'
}

smb1() {
  [ -r /etc/samba/smb.conf ] || { has smbd || add smb1 '"off"' 'no Samba'; return; }
  if grep -Eqi '^[[:space:]]*(server )?min protocol[[:space:]]*=[[:space:]]*(nt1|lanman|core|corplus)' /etc/samba/smb.conf; then add smb1 '"on"' '/etc/samba/smb.conf'
  elif grep -Eqi '^[[:space:]]*(server )?min protocol[[:space:]]*=[[:space:]]*smb[23]' /etc/samba/smb.conf; then add smb1 '"off"' '/etc/samba/smb.conf'
  else add smb1 '"unknown"' '/etc/samba/smb.conf names no lowest protocol; Samba 4.11 and later leave SMB 1 out'
  fi
}

time_sync() {
  for UNIT in systemd-timesyncd chronyd chrony ntpd ntp ntpsec openntpd; do
    if active "$UNIT"; then add timeSync '"on"' "systemctl is-active $UNIT"; return; fi
  done
  if booted; then add timeSync '"off"' 'no timesyncd, chrony or ntp runs'
  else add timeSync '"unknown"' 'no systemd'
  fi
}

logging() {
  for UNIT in auditd rsyslog syslog-ng systemd-journald; do
    if active "$UNIT"; then add logging '"on"' "systemctl is-active $UNIT"; return; fi
  done
  if booted; then add logging '"off"' 'no auditd, syslog or journal runs'
  else add logging '"unknown"' 'no systemd'
  fi
}

usb() {
  if cat /etc/modprobe.d/*.conf 2>/dev/null | grep -Eq '^[[:space:]]*(blacklist|install)[[:space:]]+usb[-_]storage'; then add usb '"blocked"' '/etc/modprobe.d'
  elif active usbguard; then add usb '"blocked"' 'systemctl is-active usbguard'
  elif [ -d /sys/bus/usb ]; then add usb '"open"' '/etc/modprobe.d, usbguard'
  else add usb '"unknown"' 'no USB is seen'
  fi
}

# Whether a block device, or one that it lies on, is encrypted.
lies_encrypted() {
  case $(first "$1/dm/uuid") in CRYPT-*) return 0 ;; esac
  for BELOW in "$1"/slaves/*; do
    [ -e "$BELOW" ] && lies_encrypted "$BELOW" && return 0
  done
  return 1
}
encryption() {
  ALL=0
  CRYPT=0
  for DISK in /sys/block/*; do
    case ${DISK##*/} in
    dm-*) case $(first "$DISK/dm/uuid") in CRYPT-*) grep -q "^/dev/${DISK##*/} " /proc/swaps 2>/dev/null || CRYPT=$((CRYPT + 1)) ;; esac ;;
    loop*|ram*|sr*|fd*|zram*) ;;
    *) [ -d "$DISK" ] && ALL=$((ALL + 1)) ;;
    esac
  done
  if [ "$ALL" -eq 0 ]; then add encryption '"unknown"' '/sys/block'
  elif [ "$CRYPT" -eq 0 ]; then add encryption '"off"' '/sys/block: no encrypted volume is open but for swap'
  elif [ "$CRYPT" -lt "$ALL" ]; then add encryption '"partial"' '/sys/block'
  elif lies_encrypted "/sys/dev/block/$(awk '$5 == "/" { found = $3 } END { print found }' /proc/self/mountinfo 2>/dev/null)"; then add encryption '"on"' '/sys/block, /proc/self/mountinfo'
  else add encryption '"partial"' '/sys/block, /proc/self/mountinfo: that the system itself lies on an encrypted disk is not seen'
  fi
}

release() { # one value of /etc/os-release
  [ -r /etc/os-release ] && sed -n "s/^$1=//p" /etc/os-release | head -n 1 | sed 's/^"//; s/"$//'
}
cards() { # each line of a file of every network card but the loopback
  for CARD in /sys/class/net/*; do
    case ${CARD##*/} in lo|docker*|veth*|virbr*|br-*) continue ;; esac
    first "$CARD/$1"
  done | grep -v '^00:00:00:00:00:00$'
}
addresses() {
  if has ip; then ip -o addr show 2>/dev/null | awk '$2 != "lo" && ($3 == "inet" || $3 == "inet6") { sub(/\/.*/, "", $4); print $4 }'
  elif has hostname; then hostname -I 2>/dev/null | tr ' ' '\n'
  fi | grep -v '^fe80' | head -n 50
}

set -C
for EACH in firewall updates last_update malware accounts autologon ports smb1 time_sync logging usb encryption; do $EACH; done

NAME=$(first /proc/sys/kernel/hostname)
{
  cat <<JSON
{
  "schema": "dosimeter.collector/1",
  "collector": {"name": "linux", "version": "$VERSION"},
  "collectedAt": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  "consent": {"maker": $(text "$CONSENT")},
  "machine": {
    "hostName": $(text "${NAME:-}"),
    "serial": $(text "$LABEL"),
    "addresses": $(addresses | texts),
    "macs": $(cards address | texts),
    "computer": {
      "vendor": $(text "$(first /sys/class/dmi/id/sys_vendor)"),
      "model": $(text "$(first /sys/class/dmi/id/product_name)"),
      "serial": $(text "$(first /sys/class/dmi/id/product_serial)")
    }
  },
  "os": {"name": $(text "$(release NAME)"), "version": $(text "$(release VERSION_ID)"), "build": $(text "$(first /proc/sys/kernel/osrelease)")},
  "items": [
$ITEMS
  ]
}
JSON
} >"$OUT" || { echo "The file could not be written there." >&2; exit 1; }
echo "Written: $OUT" >&2
echo "Read it before it leaves this machine, and delete what should not leave. Then import it into Dosimeter." >&2
