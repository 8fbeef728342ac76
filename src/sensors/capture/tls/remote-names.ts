// Names by which machines call services for remote control and makers' remote service: signs that somebody outside can reach in.

const REMOTE: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)teamviewer\.com$/, 'TeamViewer'],
  [/(^|\.)(anydesk\.com|net\.anydesk\.com)$/, 'AnyDesk'],
  [/(^|\.)logmein(rescue)?\.com$|(^|\.)gotoassist\.com$/, 'LogMeIn'],
  [/(^|\.)screenconnect\.com$/, 'ScreenConnect'],
  [/(^|\.)splashtop\.com$/, 'Splashtop'],
  [/(^|\.)rustdesk\.com$/, 'RustDesk'],
  [/(^|\.)(bomgarcloud|beyondtrustcloud)\.com$/, 'BeyondTrust'],
  [/(^|\.)axeda\.com$/, 'Axeda remote service'],
];

/** The remote service behind a name, or null. */
export function remoteServiceOf(name: string): string | null {
  return REMOTE.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
