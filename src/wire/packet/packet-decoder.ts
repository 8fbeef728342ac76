// From a frame on the wire to what it carries: link layers, tags and tunnels are peeled off (Ethernet II and 802.3, Linux
// cooked v1 and v2, loopback, raw IP, 802.1Q and 802.1ad, PPPoE RFC 2516, MPLS RFC 3032, GRE RFC 2784 and 2890, ERSPAN, VXLAN
// RFC 7348), IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200) are read, fragments put together. The innermost
// packet counts: a mirrored frame is what was mirrored, not the mirror. Nothing here throws: what cannot be read carries nothing.
import { Fragments } from './fragments.ts';

/** What a frame carries. */
export const CARRIES = { nothing: 0, tcp: 1, udp: 2, arp: 3, lldp: 4, cdp: 5, otherIp: 6 } as const;
export type Carries = (typeof CARRIES)[keyof typeof CARRIES];

/** Headers within headers that are followed. */
const MOST_LAYERS = 16;
const ETHERNET = 1;

/** Link types without a header of their own, by number (tcpdump.org/linktypes). */
const RAW_IP = new Set([12, 14, 101, 228, 229]);

/** Reads one packet after another into its own fields, so that millions cost no memory. */
export class PacketDecoder {
  readonly #fragments = new Fragments();
  #layers = 0;
  #atMs = 0;

  /** The bytes that `start` and `end` mean: the frame's, or a packet that was put together from fragments. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Payload of TCP or UDP; the whole message for ARP, LLDP and CDP; the IP payload for other protocols. */
  start = 0;
  end = 0;
  /** Bytes of the payload that the snap length cut off. */
  missing = 0;
  v6 = false;
  /** Addresses as four 32-bit words; IPv4 in the first. */
  s0 = 0;
  s1 = 0;
  s2 = 0;
  s3 = 0;
  d0 = 0;
  d1 = 0;
  d2 = 0;
  d3 = 0;
  ipProtocol = 0;
  ttl = 0;
  sourcePort = 0;
  targetPort = 0;
  seq = 0;
  ack = 0;
  /** TCP flags: FIN 1, SYN 2, RST 4, PSH 8, ACK 16. */
  flags = 0;
  /** The innermost VLAN tag, -1 without. */
  vlan = -1;
  /** Where the sender's hardware address lies in `frame`, -1 without. */
  macAt = -1;
  frame: Uint8Array = this.bytes;

  /** Bytes of fragments that wait for the rest of their packet. */
  get heldFragments(): number {
    return this.#fragments.held;
  }

  /** Reads the frame from `start` to `end`. */
  decode(linkType: number, frame: Uint8Array, start: number, end: number, atMs: number): Carries {
    this.frame = frame;
    this.bytes = frame;
    this.vlan = -1;
    this.macAt = -1;
    this.#layers = 0;
    this.#atMs = atMs;
    if (linkType === ETHERNET) return this.#ethernet(start, end);
    if (RAW_IP.has(linkType)) return this.#ip(start, end);
    if (linkType === 113) {
      if (end - start < 16) return CARRIES.nothing;
      if (u16(frame, start + 4) === 6) this.macAt = start + 6;
      return this.#etherType(u16(frame, start + 14), start + 16, end);
    }
    if (linkType === 276) {
      if (end - start < 20) return CARRIES.nothing;
      if ((frame[start + 11] ?? 0) === 6) this.macAt = start + 12;
      return this.#etherType(u16(frame, start), start + 20, end);
    }
    // Loopback of BSD: an address family in the byte order of whoever captured, then IP. The version nibble says which.
    if (linkType === 0 || linkType === 108) return this.#ip(start + 4, end);
    if (linkType === 9) return this.#ppp(start, end);
    return CARRIES.nothing;
  }

  #ethernet(start: number, end: number): Carries {
    if (end - start < 14) return CARRIES.nothing;
    // Tags outside belong to the mirror, not to what was mirrored.
    this.vlan = -1;
    this.macAt = start + 6;
    return this.#etherType(u16(this.bytes, start + 12), start + 14, end);
  }

  #etherType(type: number, start: number, end: number): Carries {
    if (++this.#layers > MOST_LAYERS) return CARRIES.nothing;
    const { bytes } = this;
    switch (type) {
      case 0x0800:
      case 0x86dd:
        return this.#ip(start, end);
      case 0x8100:
      case 0x88a8:
      case 0x9100:
        if (end - start < 4) return CARRIES.nothing;
        this.vlan = u16(bytes, start) & 0xfff;
        return this.#etherType(u16(bytes, start + 2), start + 4, end);
      case 0x0806:
        return this.#whole(CARRIES.arp, start, end);
      case 0x88cc:
        return this.#whole(CARRIES.lldp, start, end);
      case 0x8847:
      case 0x8848:
        return this.#mpls(start, end);
      case 0x8864:
        return this.#ppp(start + 6, end);
      case 0x6558:
        return this.#ethernet(start, end);
      default:
        return type <= 1500 ? this.#llc(start, end) : CARRIES.nothing;
    }
  }

  #whole(what: Carries, start: number, end: number): Carries {
    this.start = start;
    this.end = end;
    this.missing = 0;
    return what;
  }

  /** 802.3 with LLC and SNAP: CDP, and IP on old networks. */
  #llc(start: number, end: number): Carries {
    const { bytes } = this;
    if (end - start < 8 || u16(bytes, start) !== 0xaaaa) return CARRIES.nothing;
    const organization = ((bytes[start + 3] ?? 0) << 16) | u16(bytes, start + 4);
    const type = u16(bytes, start + 6);
    if (organization === 0x00000c && type === 0x2000) return this.#whole(CARRIES.cdp, start + 8, end);
    return organization === 0 && type > 1500 ? this.#etherType(type, start + 8, end) : CARRIES.nothing;
  }

  #ppp(start: number, end: number): Carries {
    if (end - start < 3) return CARRIES.nothing;
    const at = u16(this.bytes, start) === 0xff03 ? start + 2 : start;
    const protocol = u16(this.bytes, at);
    return protocol === 0x21 || protocol === 0x57 ? this.#ip(at + 2, end) : CARRIES.nothing;
  }

  #mpls(start: number, end: number): Carries {
    for (let at = start; at + 5 <= end; at += 4) {
      if (((this.bytes[at + 2] ?? 0) & 1) === 0) continue;
      const first = (this.bytes[at + 4] ?? 0) >> 4;
      if (first === 4 || first === 6) return this.#ip(at + 4, end);
      // A pseudowire: maybe a control word (RFC 4385), then a frame.
      return ++this.#layers > MOST_LAYERS ? CARRIES.nothing : this.#ethernet(first === 0 ? at + 8 : at + 4, end);
    }
    return CARRIES.nothing;
  }

  #ip(start: number, end: number): Carries {
    if (++this.#layers > MOST_LAYERS || end - start < 20) return CARRIES.nothing;
    const version = (this.bytes[start] ?? 0) >> 4;
    if (version === 4) return this.#ipv4(start, end);
    return version === 6 ? this.#ipv6(start, end) : CARRIES.nothing;
  }

  #ipv4(start: number, end: number): Carries {
    const { bytes } = this;
    const header = ((bytes[start] ?? 0) & 15) * 4;
    // Length 0 stands in frames that the sender's own card was to cut (segmentation offload).
    const total = u16(bytes, start + 2) || end - start;
    if (header < 20 || header > end - start || total < header) return CARRIES.nothing;
    this.v6 = false;
    this.s0 = i32(bytes, start + 12);
    this.d0 = i32(bytes, start + 16);
    this.s1 = this.s2 = this.s3 = this.d1 = this.d2 = this.d3 = 0;
    this.ttl = bytes[start + 8] ?? 0;
    const protocol = bytes[start + 9] ?? 0;
    const wireEnd = start + total;
    const fragment = u16(bytes, start + 6);
    if ((fragment & 0x3fff) === 0) return this.#transport(protocol, start + header, Math.min(end, wireEnd), wireEnd);
    if (end < wireEnd) return CARRIES.nothing;
    const key = `${this.s0} ${this.d0} ${u16(bytes, start + 4)} ${protocol}`;
    const part = { offset: (fragment & 0x1fff) * 8, last: (fragment & 0x2000) === 0 };
    return this.#fragment(key, protocol, part, bytes.subarray(start + header, wireEnd));
  }

  #fragment(key: string, protocol: number, part: { offset: number; last: boolean }, data: Uint8Array): Carries {
    const whole = this.#fragments.add(key, part, data, this.#atMs);
    if (!whole) return CARRIES.nothing;
    this.bytes = whole;
    return this.#transport(protocol, 0, whole.length, whole.length);
  }

  #ipv6(start: number, end: number): Carries {
    const { bytes } = this;
    if (end - start < 40) return CARRIES.nothing;
    this.v6 = true;
    this.s0 = i32(bytes, start + 8);
    this.s1 = i32(bytes, start + 12);
    this.s2 = i32(bytes, start + 16);
    this.s3 = i32(bytes, start + 20);
    this.d0 = i32(bytes, start + 24);
    this.d1 = i32(bytes, start + 28);
    this.d2 = i32(bytes, start + 32);
    this.d3 = i32(bytes, start + 36);
    this.ttl = bytes[start + 7] ?? 0;
    const length = u16(bytes, start + 4);
    const wireEnd = length === 0 ? end : start + 40 + length;
    const stop = Math.min(end, wireEnd);
    let next = bytes[start + 6] ?? 59;
    let at = start + 40;
    for (let headers = 0; headers < MOST_LAYERS && at + 8 <= stop; headers++) {
      if (next === 0 || next === 43 || next === 60 || next === 135) {
        next = bytes[at] ?? 59;
        at += 8 + (bytes[at + 1] ?? 0) * 8;
      } else if (next === 51) {
        next = bytes[at] ?? 59;
        at += ((bytes[at + 1] ?? 0) + 2) * 4;
      } else if (next === 44) {
        const field = u16(bytes, at + 2);
        const inner = bytes[at] ?? 59;
        if ((field & 0xfff9) === 0) {
          next = inner;
          at += 8;
          continue;
        }
        if (end < wireEnd) return CARRIES.nothing;
        const key = `${this.s0} ${this.s1} ${this.s2} ${this.s3} ${this.d2} ${this.d3} ${i32(bytes, at + 4)}`;
        const part = { offset: field & 0xfff8, last: (field & 1) === 0 };
        return this.#fragment(key, inner, part, bytes.subarray(at + 8, wireEnd));
      } else break;
    }
    return at > stop ? CARRIES.nothing : this.#transport(next, at, stop, wireEnd);
  }

  #transport(protocol: number, start: number, end: number, wireEnd: number): Carries {
    this.ipProtocol = protocol;
    if (protocol === 6) return this.#tcp(start, end, wireEnd);
    if (protocol === 17) return this.#udp(start, end, wireEnd);
    if (protocol === 4 || protocol === 41) return this.#ip(start, end);
    if (protocol === 47) return this.#gre(start, end);
    this.missing = wireEnd - end;
    this.start = start;
    this.end = end;
    return CARRIES.otherIp;
  }

  #tcp(start: number, end: number, wireEnd: number): Carries {
    if (end - start < 20) return CARRIES.nothing;
    const { bytes } = this;
    const header = ((bytes[start + 12] ?? 0) >> 4) * 4;
    if (header < 20 || start + header > wireEnd) return CARRIES.nothing;
    this.sourcePort = u16(bytes, start);
    this.targetPort = u16(bytes, start + 2);
    this.seq = i32(bytes, start + 4);
    this.ack = i32(bytes, start + 8);
    this.flags = bytes[start + 13] ?? 0;
    this.start = Math.min(start + header, end);
    this.end = end;
    this.missing = wireEnd - Math.max(end, start + header);
    return CARRIES.tcp;
  }

  #udp(start: number, end: number, wireEnd: number): Carries {
    if (end - start < 8) return CARRIES.nothing;
    const { bytes } = this;
    this.sourcePort = u16(bytes, start);
    this.targetPort = u16(bytes, start + 2);
    const length = u16(bytes, start + 4);
    const stop = length >= 8 ? Math.min(wireEnd, start + length) : wireEnd;
    if (this.targetPort === 4789 && end - start >= 30 && ((bytes[start + 8] ?? 0) & 0x08) !== 0) {
      return ++this.#layers > MOST_LAYERS ? CARRIES.nothing : this.#ethernet(start + 16, Math.min(end, stop));
    }
    this.start = start + 8;
    this.end = Math.min(end, stop);
    this.missing = stop - this.end;
    return CARRIES.udp;
  }

  #gre(start: number, end: number): Carries {
    if (++this.#layers > MOST_LAYERS || end - start < 4) return CARRIES.nothing;
    const { bytes } = this;
    const flags = u16(bytes, start);
    const type = u16(bytes, start + 2);
    if ((flags & 7) === 1) {
      // PPTP (RFC 2637): key always, sequence and acknowledgement by flag.
      const at = start + 8 + (flags & 0x1000 ? 4 : 0) + (flags & 0x0080 ? 4 : 0);
      return type === 0x880b ? this.#ppp(at, end) : CARRIES.nothing;
    }
    const at = start + 4 + (flags & 0x8000 ? 4 : 0) + (flags & 0x2000 ? 4 : 0) + (flags & 0x1000 ? 4 : 0);
    // ERSPAN I has no header of its own, II has 8 bytes (told apart by the sequence number), III 12 and maybe 8 more.
    if (type === 0x88be) return this.#ethernet(flags & 0x1000 ? at + 8 : at, end);
    if (type === 0x22eb) return this.#ethernet(at + ((bytes[at + 11] ?? 0) & 1 ? 20 : 12), end);
    return this.#etherType(type, at, end);
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function i32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}
