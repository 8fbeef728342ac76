// Targets as a person types them: separated by spaces, commas or lines; and how many addresses they come to.

/** The targets in a text, each once. */
export function splitTargets(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}

/** Ports in a text, or undefined when something in it is no port. */
export function splitPorts(text: string): number[] | undefined {
  const ports = splitTargets(text).map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : 0));
  return ports.every((port) => port >= 1 && port <= 65_535) ? ports : undefined;
}

/** About how many addresses the targets name; undefined when one is neither an address nor a range. */
export function addressCount(targets: readonly string[]): number | undefined {
  let sum = 0;
  for (const target of targets) {
    const size = sizeOf(target);
    if (size === undefined) return undefined;
    sum += size;
  }
  return sum;
}

function sizeOf(target: string): number | undefined {
  const [address = '', prefix, ...rest] = target.split('/');
  if (rest.length > 0) return undefined;
  if (prefix === undefined && /^[\w.-]+:\d{1,5}$/.test(address)) return 1;
  const bits = isIpv4(address) ? 32 : /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(address) ? 128 : undefined;
  if (bits === undefined) return undefined;
  if (prefix === undefined) return 1;
  const length = /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  return length < 0 || length > bits ? undefined : 2 ** (bits - length);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
