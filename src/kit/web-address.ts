// A name and a password inside an address (RFC 3986, 3.2.1): such an address is not kept, shown or logged with them.

/** Whether a name or a password stands before the host. */
export function carriesLogin(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.username !== '' || url.password !== '');
}

/** An address as it may be shown: without the name and password in it, even where it is no address. */
export function withoutLogin(address: string): string {
  const url = URL.parse(address);
  // What cannot be read may hold a password all the same: everything up to the last @ goes.
  if (!url?.host) return address.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1');
  url.username = '';
  url.password = '';
  return url.href;
}
