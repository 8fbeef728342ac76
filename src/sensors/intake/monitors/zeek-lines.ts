// The lines of Zeek logs, tab-separated (Zeek manual, 'Log formats') or JSON, as fields by name. Headers may come again in the middle;
// the order of the fields is whatever the header says.

/** A line by its fields. */
export interface ZeekLine {
  readonly number: number;
  /** The log that it is of, as in `conn`. */
  readonly path: string;
  /** A field, undefined when it is unset, empty or absent. */
  get(field: string): string | undefined;
}

/** A line that cannot be read. */
export interface ZeekProblem {
  readonly number: number;
  readonly problem: string;
}

/** A line of the log of connections, read in place. */
export interface ConnLine {
  readonly client: string;
  readonly server: string;
  readonly port: string;
  readonly transport: string;
  readonly service: string;
  readonly state: string;
  readonly ts: string;
}

/** Takes what is read. */
export interface ZeekSink {
  conn(line: ConnLine): void;
  line(line: ZeekLine): void;
  problem(problem: ZeekProblem): void;
}

const NEWLINE = 10;
const HASH = 35;
const BRACE = 123;
const MAX_LINE = 1 << 20;

/** Reads lines from chunks of any size. */
export class ZeekLines {
  readonly #sink: ZeekSink;
  #rest: Buffer = Buffer.alloc(0);
  #number = 0;
  #separator = 9;
  #unset = '-';
  #empty = '(empty)';
  #path = '';
  #fields: string[] = [];
  /** Where the fields of a connection stand, -1 when absent. */
  #conn: number[] = [];
  readonly #tabs = new Int32Array(64);

  constructor(sink: ZeekSink) {
    this.#sink = sink;
  }

  /** Lines read so far, headers left out. */
  rows = 0;

  push(chunk: Uint8Array): void {
    const bytes =
      this.#rest.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#line(bytes, start, end > start && bytes[end - 1] === 13 ? end - 1 : end);
      start = end + 1;
    }
    const rest = bytes.subarray(start);
    // A line without end is cut; what is behind its newline is read again.
    this.#rest = Buffer.from(rest.length > MAX_LINE ? rest.subarray(0, MAX_LINE) : rest);
  }

  finish(): void {
    if (this.#rest.length > 0) this.#line(this.#rest, 0, this.#rest.length);
    this.#rest = Buffer.alloc(0);
  }

  #line(bytes: Buffer, start: number, end: number): void {
    this.#number++;
    if (end === start) return;
    const first = bytes[start];
    if (first === HASH) {
      this.#header(bytes.toString('utf8', start, end));
      return;
    }
    this.rows++;
    if (first === BRACE) this.#json(bytes.toString('utf8', start, end));
    else if (this.#path === 'conn' && this.#conn.length > 0) this.#connection(bytes, start, end);
    else this.#separated(bytes.toString('utf8', start, end));
  }

  #header(line: string): void {
    const [name = '', ...values] =
      line.split(/[ \t]/).length > 1 && line.startsWith('#separator')
        ? line.split(' ')
        : line.split(String.fromCharCode(this.#separator));
    if (name === '#separator')
      this.#separator = Number.parseInt(/\\x([0-9a-f]{2})/i.exec(values[0] ?? '')?.[1] ?? '09', 16);
    else if (name === '#unset_field') this.#unset = values[0] ?? '-';
    else if (name === '#empty_field') this.#empty = values[0] ?? '(empty)';
    else if (name === '#path') this.#path = (values[0] ?? '').toLowerCase();
    else if (name === '#fields') {
      this.#fields = values;
      const wanted = ['id.orig_h', 'id.resp_h', 'id.resp_p', 'proto', 'service', 'conn_state', 'ts'];
      this.#conn = wanted.map((field) => values.indexOf(field));
      if (this.#conn.slice(0, 4).some((at) => at < 0) || values.length > 60) this.#conn = [];
    }
  }

  #connection(bytes: Buffer, start: number, end: number): void {
    const tabs = this.#tabs;
    let count = 0;
    tabs[0] = start;
    const separator = this.#separator;
    for (let at = start; at < end && count < 62; at++) if (bytes[at] === separator) tabs[++count] = at + 1;
    tabs[count + 1] = end + 1;
    if (count + 1 < this.#fields.length) {
      this.#sink.problem({
        number: this.#number,
        problem: `The line has ${count + 1} fields, the heading ${this.#fields.length}.`,
      });
      return;
    }
    const field = (which: number) => {
      const at = this.#conn[which] ?? -1;
      return at < 0 ? '' : bytes.toString('latin1', tabs[at] ?? start, (tabs[at + 1] ?? end + 1) - 1);
    };
    this.#sink.conn({
      client: field(0),
      server: field(1),
      port: field(2),
      transport: field(3),
      service: field(4),
      state: field(5),
      ts: field(6),
    });
  }

  #separated(line: string): void {
    const values = line.split(String.fromCharCode(this.#separator));
    if (this.#fields.length === 0 || values.length < this.#fields.length) {
      this.#sink.problem({
        number: this.#number,
        problem: `The line has ${values.length} fields, the heading ${this.#fields.length}.`,
      });
      return;
    }
    const fields = this.#fields;
    this.#sink.line({
      number: this.#number,
      path: this.#path,
      get: (name) => {
        const value = values[fields.indexOf(name)];
        return value === undefined || value === this.#unset || value === this.#empty || value === ''
          ? undefined
          : unescaped(value);
      },
    });
  }

  #json(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.#sink.problem({ number: this.#number, problem: 'The line is no JSON object.' });
      return;
    }
    const record =
      value !== null && typeof value === 'object'
        ? new Map<string, unknown>(Object.entries(value))
        : new Map<string, unknown>();
    const get = (name: string) => {
      const found = record.get(name);
      if (found === undefined || found === null || found === '' || found === '-') return undefined;
      return Array.isArray(found) ? found.map(String).join(',') : String(found as string | number | boolean); // scalars only in Zeek's JSON
    };
    const path = get('_path') ?? pathOf(record);
    if (path === 'conn') {
      this.#sink.conn({
        client: get('id.orig_h') ?? '',
        server: get('id.resp_h') ?? '',
        port: get('id.resp_p') ?? '',
        transport: get('proto') ?? '',
        service: get('service') ?? '',
        state: get('conn_state') ?? '',
        ts: get('ts') ?? '',
      });
    } else this.#sink.line({ number: this.#number, path, get });
  }
}

/** Bytes that the writer escaped as `\x2d` and the like. */
function unescaped(value: string): string {
  return value.includes('\\x')
    ? value.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : value;
}

/** Logs by fields that only they have, for JSON without `_path`. */
const SIGNS: readonly (readonly [string, string])[] = [
  ['conn_state', 'conn'],
  ['qtype_name', 'dns'],
  ['rcode_name', 'dns'],
  ['msg_types', 'dhcp'],
  ['cert_chain_fps', 'ssl'],
  ['ssl_history', 'ssl'],
  ['user_agent', 'http'],
  ['status_code', 'http'],
  ['software_type', 'software'],
  ['server_nb_computer_name', 'ntlm'],
  ['port_num', 'known_services'],
  ['share_type', 'smb_mapping'],
  ['hassh', 'ssh'],
  ['auth_success', 'ssh'],
  ['security_protocol', 'rdp'],
  ['community', 'snmp'],
];

function pathOf(record: ReadonlyMap<string, unknown>): string {
  return SIGNS.find(([field]) => record.has(field))?.[1] ?? '';
}
