import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ByteReader,
  ByteWriter,
  canonicalJson,
  carriesLogin,
  concat,
  escapeHtml,
  formatAddress,
  Gate,
  inertCell,
  inertText,
  isPrivate,
  Malformed,
  parseAddress,
  parseRange,
  randomUid,
  rangeContains,
  rangeSize,
  round9,
  seededRandom,
  walkAddresses,
  withoutLogin,
} from './index.ts';

describe('bytes', () => {
  test('what was written is read back, and reading past the end names the field and the offset', () => {
    const bytes = new ByteWriter(1).u8(7).u16(0x1234).u32(0xdeadbeef, true).latin1('AB', 4).finish();
    const reader = new ByteReader(bytes, 100);
    expect([reader.u8('a'), reader.u16('b'), reader.u32('c', true), reader.latin1(4, 'd')]).toEqual([
      7,
      0x1234,
      0xdeadbeef,
      'AB  ',
    ]);
    expect(() => reader.u16('length')).toThrow(new Malformed('length', 111, 'needs 2 bytes, 0 left'));
  });

  test('joining the pieces of a split gives the whole', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(), (bytes, at) => {
        const cut = bytes.length === 0 ? 0 : at % bytes.length;
        expect(concat([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(bytes);
      }),
    );
  });
});

describe('a login inside an address', () => {
  test.each([
    ['https://anna:hush@login.example/a@b', 'https://login.example/a@b'],
    ['ldap://cn=search:hush@directory.example', 'ldap://directory.example'],
    ['https://anna:hush@host:99999', 'https://host:99999'],
    ['anna:hu@sh@proxy:3128', 'proxy:3128'],
    [' http://an na:hush@proxy:99999', ' http://proxy:99999'],
    [' http://an na:hu@sh@proxy:3128', 'http://proxy:3128/'],
    ['https://login.example/a@b', 'https://login.example/a@b'],
  ])('is not shown: %s', (address, shown) => {
    expect(withoutLogin(address)).toBe(shown);
  });

  test.each([
    ['https://anna:hush@login.example', true],
    ['https://anna@login.example', true],
    ['ldap://:hush@directory.example', true],
    ['https://login.example/@anna', false],
    ['no address', false],
  ])('is found: %s', (address, carries) => {
    expect(carriesLogin(address)).toBe(carries);
  });
});

describe('addresses', () => {
  test.each([
    ['10.1.2.3', '10.1.2.3/32', 1n],
    ['127.0.10.77/24', '127.0.10.0/24', 256n],
    ['10.0.0.0/8', '10.0.0.0/8', 16777216n],
    ['fe80::1/64', 'fe80::/64', 1n << 64n],
  ])('%s is %s with %s addresses', (text, cidr, size) => {
    expect(parseRange(text).cidr).toBe(cidr);
    expect(rangeSize(parseRange(text))).toBe(size);
  });

  test.each(['10.0.0', '10.0.0.0/33', '10.0.0.256', 'host', '', '1.2.3.4/', '1.2.3.4/-1', '::1/129'])(
    '%s is refused with what to write instead',
    (text) => {
      expect(() => parseRange(text)).toThrow(/write 10\.1\.2\.3 or 10\.1\.2\.0\/24/);
    },
  );

  test('walking gives each address once, overlaps included', () => {
    const walked = [...walkAddresses([parseRange('10.0.0.0/30'), parseRange('10.0.0.2/31'), parseRange('10.0.0.5')])];
    expect(walked).toEqual(['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.5']);
  });

  test('every address survives text and back, and lies in its own range', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, length) => {
        const parsed = parseAddress(address);
        expect(parsed && formatAddress(parsed.family, parsed.value)).toBe(address);
        expect(parsed && rangeContains(parseRange(`${address}/${length}`), parsed)).toBe(true);
      }),
    );
  });

  test.each([
    ['10.0.0.0/8', true],
    ['127.0.0.0/8', true],
    ['8.8.8.8', false],
    ['10.0.0.0/7', false],
    ['2001:db8::1', false],
  ])('%s private: %s', (text, expected) => {
    expect(isPrivate(parseRange(text))).toBe(expected);
  });
});

describe('text from strangers', () => {
  test.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['CT\u202egnp', 'CT\\u{202e}gnp'],
    ['a\u0000b', 'a\\u{0}b'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['Müller 東京 🏥', 'Müller 東京 🏥'],
  ])('%j becomes %j', (text, inert) => {
    expect(inertText(text)).toBe(inert);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '|calc', '%x'])('%s is no formula in a spreadsheet', (cell) => {
    expect(inertCell(cell)).toBe(`'${cell}`);
  });

  test('HTML has no markup left', () => {
    expect(escapeHtml('<a b="c">&\'')).toBe('&#60;a b=&#34;c&#34;&#62;&#38;&#39;');
  });
});

describe('canonical values', () => {
  test('key order, undefined members and float noise make no difference', () => {
    expect(canonicalJson({ b: 0.1 + 0.2, a: [1, null], c: undefined })).toBe('{"a":[1,null],"b":0.3}');
    expect(round9(123456789.987)).toBe(123456790);
  });

  test('a seed gives the same sequence, and UIDs are valid', () => {
    const draw = () => {
      const random = seededRandom(42);
      return [random.uint32(), random.below(10), randomUid(random)];
    };
    expect(draw()).toEqual(draw());
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(randomUid(seededRandom(seed))).toMatch(/^2\.25\.(0|[1-9]\d{0,38})$/);
      }),
    );
  });
});

test('a gate never lets more run than its limit', async () => {
  const gate = new Gate(3);
  let running = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 20 }, () =>
      gate.run(async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      }),
    ),
  );
  expect([running, most]).toEqual([0, 3]);
});
