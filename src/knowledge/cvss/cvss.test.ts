// The four versions of CVSS against every published vector that we have (suites/cvss), and as claims that hold for any vector.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CvssVersion, METRICS, NOT_DEFINED } from './metrics.ts';
import { scoreCvss } from './score.ts';
import { type CvssVector, metricOf, parseCvss, printCvss, withEnvironment } from './vector.ts';

const shared = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const SUITE = path.join(shared, 'suites/cvss');
const VERSIONS: readonly CvssVersion[] = ['2.0', '3.0', '3.1', '4.0'];

/** The vector of a text that is one. */
function vectorOf(text: string): CvssVector {
  const parsed = parseCvss(text);
  if ('error' in parsed) throw new Error(`${text}: ${parsed.error}`);
  return parsed;
}

const scoresOf = (text: string) => scoreCvss(vectorOf(text));
const errorOf = (text: string) => {
  const parsed = parseCvss(text);
  return 'error' in parsed ? parsed.error : null;
};

describe.skipIf(!existsSync(SUITE))('as others score it', () => {
  const redhat = path.join(SUITE, 'redhat');
  const files = existsSync(redhat) ? readdirSync(redhat).filter((name) => name.startsWith('vectors_')) : [];
  const json = (file: string): unknown => JSON.parse(readFileSync(path.join(SUITE, file), 'utf8'));
  const listOf = (file: string) => {
    const read = json(file);
    if (!Array.isArray(read)) throw new Error(`${file} is no list`);
    return read;
  };

  test.each(files)('every line of %s', (file) => {
    const bytes = readFileSync(path.join(redhat, file));
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    const wrong = lines.filter((line) => {
      const [vector = '', published = ''] = line.split(' - ');
      const [first, ...more] = published.replace(/[()]/g, '').split(',').map(published1);
      const { version, base, temporal, environmental, score } = scoresOf(vector);
      const ours = version === '4.0' ? [score] : [base, temporal, environmental];
      const theirs = version === '4.0' ? [first] : [first, ...more];
      return !ours.every((each, n) => each === theirs[n]);
    });
    expect(lines.length).toBeGreaterThan(1);
    expect(wrong).toEqual([]);
  });

  /** A published figure; a zero may have a sign. */
  function published1(word: string): number | null {
    return word.trim() === 'None' ? null : Number(word) + 0;
  }

  test('what Red Hat refuses is refused, with a sentence', () => {
    const invalid = listOf('redhat/invalid_vectors.json');
    expect(invalid.length).toBeGreaterThan(30);
    for (const { vector } of invalid) expect([vector, errorOf(vector)]).toEqual([vector, expect.stringMatching(/\.$/)]);
  });

  test.each(existsSync(SUITE) ? listOf('go-cvss/parse_vectors.json') : [])('go-cvss $version $name', (each) => {
    const parsed = parseCvss(each.vector);
    expect('error' in parsed ? null : parsed.version).toBe(each.valid === true ? each.version : null);
  });

  test.each(existsSync(SUITE) ? listOf('go-cvss/v4_scores_nomenclature.json') : [])('go-cvss $vector', (each) => {
    expect(scoresOf(each.vector).score).toBe(each.score);
  });

  test('the highest severity vectors of FIRST have the score of their macro vector', () => {
    const composed = new Map(Object.entries(Object(json('first/max_composed.json'))));
    const lookup = Object.entries(Object(json('first/macrovector_lookup.json')));
    const vectorsOf = (eq: string, level: string, more?: string): string[] => {
      const levels = Object(composed.get(eq))[level];
      return more === undefined ? levels : levels[more];
    };
    let vectors = 0;
    for (const [macro, score] of lookup) {
      const [eq1 = '', eq2 = '', eq3 = '', eq4 = '', eq5 = '', eq6 = ''] = macro;
      const worst = [
        vectorsOf('eq1', eq1),
        vectorsOf('eq2', eq2),
        vectorsOf('eq3', eq3, eq6),
        vectorsOf('eq4', eq4),
        vectorsOf('eq5', eq5),
      ].reduce((before, each) => before.flatMap((start) => each.map((end) => start + end)));
      for (const each of worst) {
        // A base metric cannot have the value S (safety); the modified one can.
        const written = each.replace(/\b(S[IA]):S/g, '$1:H/M$1:S').replace(/\/$/, '');
        expect([macro, written, scoresOf(`CVSS:4.0/${written}`).score]).toEqual([macro, written, score]);
        vectors += 1;
      }
    }
    expect(vectors).toBeGreaterThan(lookup.length);
  });
});

describe('what the specifications work out as an example', () => {
  // CVSS 2.0 guide 3.3.1 to 3.3.3; CVSS 3.1 user guide and NVD; CVSS 4.0 examples. Base, temporal, environmental, score, word.
  test.each([
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H', 7.8, 6.4, 9.2, 9.2, 'high'],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C', 10, 8.3, null, 8.3, 'high'],
    ['AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:ND/TD:ND/CR:ND/IR:ND/AR:ND', 6.2, 4.9, null, 4.9, 'medium'],
    ['AV:N/AC:L/Au:N/C:N/I:N/A:N', 0, null, null, 0, 'none'],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 9.8, 9.8, 9.8, 'critical'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:P/RL:O/RC:C', 10, 9, 9, 9, 'critical'],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.6, 1.6, 1.6, 1.6, 'low'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U', 9.3, null, null, 8.1, 'high'],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0, null, null, 0, 'none'],
  ])('%s', (text, base, temporal, environmental, score, severity) => {
    expect(scoresOf(text)).toMatchObject({ base, temporal, environmental, score, severity });
  });

  test('a score of 3.1 with the scope changed is that of its own metrics, not of an environment that nobody described', () => {
    // The environmental formula of 3.1 gives 9.7 even where no environmental metric is defined (specification 7.3).
    const { base, environmental, score } = scoresOf('CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H');
    expect({ base, environmental, score }).toEqual({ base: 9.6, environmental: 9.7, score: 9.6 });
  });

  test('an environmental score of 2.0 that the formula puts below zero is zero', () => {
    expect(scoresOf('AV:L/AC:H/Au:M/C:P/I:N/A:N/CR:L').environmental).toBe(0);
  });
});

describe('what is refused says why', () => {
  const V3 = 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  test.each([
    ['', 'The vector is empty.'],
    ['hello', 'This is no CVSS vector: it begins with neither a version nor a metric.'],
    ['CVSS:3.1', 'No metric follows the version.'],
    ['CVSS:3.1/', 'No metric follows the version.'],
    [`CVSS:3.2/${V3}`, "'CVSS:3.2' begins no vector; it may be CVSS:3.0, CVSS:3.1, CVSS:4.0, or nothing in version 2."],
    [`cvss:3.1/${V3}`, "'cvss:3.1' begins no vector; it may be CVSS:3.0, CVSS:3.1, CVSS:4.0, or nothing in version 2."],
    [V3, 'The version is missing: write CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/ before the metrics.'],
    [`CVSS:3.1/${V3}/`, 'A metric is missing beside a slash.'],
    [`CVSS:3.1//${V3}`, 'A metric is missing beside a slash.'],
    [`CVSS:3.1/${V3}/MAC`, "'MAC' is no metric with a value, as in AV:N."],
    [`CVSS:3.1/${V3}/MAC:X:L`, "MAC has no value 'X:L'; it may be X, L or H."],
    ['CVSS:3.1/AV:X', "AV has no value 'X'; it may be N, A, L or P."],
    ['CVSS:3.1/AV:n', "AV has no value 'n'; it may be N, A, L or P."],
    ['CVSS:3.1/AV: N', "AV has no value ' N'; it may be N, A, L or P."],
    ['CVSS:3.1/au:N', "CVSS 3.1 has no metric 'au'."],
    ['CVSS:3.1/__proto__:N', "CVSS 3.1 has no metric '__proto__'."],
    ['CVSS:3.1/AV:constructor', "AV has no value 'constructor'; it may be N, A, L or P."],
    [`CVSS:3.1/${V3}/AV:N`, 'AV is written twice.'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/C:H/I:H/A:H', 'S is missing.'],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/C:H/I:H', 'S and A are missing.'],
    ['AV:N/AC:L', 'Au, C, I and A are missing.'],
    ['(AV:N/AC:L/Au:N/C:C/I:C/A:C', "CVSS 2.0 has no metric '(AV'."],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:\u202eC', "A has no value '\\u{202e}C'; it may be N, P or C."],
    [`CVSS:3.1/${'A'.repeat(600)}`, 'This is longer than any vector (over 500 characters).'],
  ])('%s', (text, error) => {
    expect(errorOf(text)).toBe(error);
  });

  test('a vector of version 2 may stand in the parentheses of the NVD', () => {
    expect(scoresOf('(AV:N/AC:L/Au:N/C:C/I:C/A:C)')).toEqual(scoresOf('AV:N/AC:L/Au:N/C:C/I:C/A:C'));
    expect(errorOf(`(CVSS:3.1/${V3})`)).not.toBeNull();
  });

  test('any text gives a vector or one inert sentence', () => {
    const part = fc.constantFrom(
      'CVSS:',
      '3.1',
      '4.0',
      '/',
      ':',
      'AV',
      'N',
      'AC',
      'H',
      '(',
      ')',
      '\u202e',
      '\n',
      '\u0000',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        const error = errorOf(each);
        if (error !== null) expect(error).toMatch(/^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\p{M}\p{Co}]+\.$/u);
      }),
    );
  });
});

/** Fields of a complete vector, in the order of the version: base metrics always, others now and then. */
function fieldsOf(version: CvssVersion): fc.Arbitrary<string[]> {
  const each = [...METRICS[version].values()].map(({ name, group, values }) => {
    const value = fc.constantFrom(...values).map((word) => [`${name}:${word}`]);
    return group === 'base' ? value : fc.oneof(fc.constant([]), value);
  });
  return fc.tuple(...each).map((parts) => parts.flat());
}

const prefixOf = (version: CvssVersion) => (version === '2.0' ? '' : `CVSS:${version}/`);
const textOf = (version: CvssVersion, fields: readonly string[]) => prefixOf(version) + fields.join('/');

describe.each(VERSIONS)('any vector of %s', (version) => {
  const fields = fieldsOf(version);
  const some = { numRuns: 500, seed: 20261126 };

  test('is the same when it is printed and read again', () => {
    fc.assert(
      fc.property(fields, (each) => {
        const vector = vectorOf(textOf(version, each));
        const defined = each.filter((field) => !field.endsWith(`:${NOT_DEFINED[version]}`));
        expect(printCvss(vector)).toBe(textOf(version, defined));
        expect(scoresOf(printCvss(vector))).toEqual(scoreCvss(vector));
      }),
      some,
    );
  });

  test('means the same in any order', () => {
    const shuffled = fields.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length })),
    );
    fc.assert(
      fc.property(shuffled, ([each, other]) => {
        expect(scoresOf(textOf(version, other))).toEqual(scoresOf(textOf(version, each)));
        expect(printCvss(vectorOf(textOf(version, other)))).toBe(printCvss(vectorOf(textOf(version, each))));
      }),
      some,
    );
  });

  test('has scores of one decimal from 0 to 10', () => {
    fc.assert(
      fc.property(fields, (each) => {
        const { base, temporal, environmental, score } = scoresOf(textOf(version, each));
        for (const figure of [base, temporal, environmental, score]) {
          if (figure === null) continue;
          expect(figure).toBe(Number(figure.toFixed(1)));
          expect(figure).toBeGreaterThanOrEqual(0);
          expect(figure).toBeLessThanOrEqual(10);
        }
      }),
      some,
    );
  });

  test('is refused without any one of its base metrics, and with any one twice', () => {
    fc.assert(
      fc.property(fields, fc.nat(), (each, at) => {
        const bases = each.filter((field) => METRICS[version].get(field.split(':')[0] ?? '')?.group === 'base');
        const one = bases[at % bases.length] ?? '';
        const name = one.split(':')[0];
        expect(
          errorOf(
            textOf(
              version,
              each.filter((field) => field !== one),
            ),
          ),
        ).toBe(`${name} is missing.`);
        expect(errorOf(textOf(version, [...each, one]))).toBe(`${name} is written twice.`);
      }),
      some,
    );
  });

  test('answers for each metric', () => {
    fc.assert(
      fc.property(fields, (each) => {
        const vector = vectorOf(textOf(version, each));
        for (const name of METRICS[version].keys()) {
          const written = each.find((field) => field.startsWith(`${name}:`));
          expect(metricOf(vector, name)).toBe(written?.split(':')[1] ?? NOT_DEFINED[version]);
        }
        expect(metricOf(vector, 'XX')).toBeNull();
      }),
      some,
    );
  });

  test('put into an environment scores as the vector with these metrics written', () => {
    const environments = [...METRICS[version].values()].filter(({ group }) => group === 'environmental');
    const change = fc
      .constantFrom(...environments)
      .chain(({ name, values }) => fc.tuple(fc.constant(name), fc.constantFrom(...values)));
    fc.assert(
      fc.property(fields, change, (each, [name, value]) => {
        const moved = withEnvironment(vectorOf(textOf(version, each)), { [name]: value });
        if ('error' in moved) throw new Error(moved.error);
        const others = each.filter((field) => !field.startsWith(`${name}:`));
        expect(scoreCvss(moved)).toEqual(scoresOf(textOf(version, [...others, `${name}:${value}`])));
      }),
      some,
    );
  });
});

describe('an environment', () => {
  const vector = vectorOf('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H');

  test('lowers and raises a score', () => {
    const behindWall = withEnvironment(vector, { MAV: 'L', CR: 'L' });
    if ('error' in behindWall) throw new Error(behindWall.error);
    expect(printCvss(behindWall)).toBe('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/CR:L/MAV:L');
    expect(scoreCvss(behindWall)).toMatchObject({ base: 9.8, environmental: 8.1, score: 8.1 });
    const back = withEnvironment(behindWall, { MAV: 'X', CR: 'X' });
    expect('error' in back ? null : printCvss(back)).toBe(printCvss(vector));
  });

  test.each([
    [{ AV: 'L' }, 'AV is no environmental metric of CVSS 3.1.'],
    [{ MSA: 'S' }, "CVSS 3.1 has no metric 'MSA'."],
    [{ MAV: 'Z' }, "MAV has no value 'Z'; it may be X, N, A, L or P."],
  ])('%j is refused', (changes, error) => {
    expect(withEnvironment(vector, changes)).toEqual({ error });
  });
});

describe('order of scores', () => {
  const some = { numRuns: 2000, seed: 20261126 };

  test.each(['3.0', '3.1'] as const)(
    '%s: without environmental metrics the environmental score is the temporal one',
    (version) => {
      fc.assert(
        fc.property(fieldsOf(version), (each) => {
          const own = each.filter(
            (field) => METRICS[version].get(field.split(':')[0] ?? '')?.group !== 'environmental',
          );
          // With the scope changed the formula of 3.1 differs (specification 7.3).
          fc.pre(version === '3.0' || own.includes('S:U'));
          const { temporal, environmental } = scoresOf(textOf(version, own));
          expect(environmental).toBe(temporal);
        }),
        some,
      );
    },
  );

  test.each(['2.0', '3.0', '3.1'] as const)('%s: a higher impact never lowers the base score', (version) => {
    const raised = fc.tuple(fieldsOf(version), fc.constantFrom('C', 'I', 'A'));
    fc.assert(
      fc.property(raised, ([each, name]) => {
        const values = METRICS[version].get(name)?.values ?? [];
        const scores = values.map((value) => {
          const others = each.filter((field) => !field.startsWith(`${name}:`));
          return scoresOf(textOf(version, [...others, `${name}:${value}`])).base;
        });
        expect(scores).toEqual(scores.toSorted((a, b) => a - b));
      }),
      some,
    );
  });

  test.each(['3.0', '3.1'] as const)('%s: the temporal score is never above the base score', (version) => {
    fc.assert(
      fc.property(fieldsOf(version), (each) => {
        const { base, temporal } = scoresOf(textOf(version, each));
        expect(temporal).toBeLessThanOrEqual(base);
      }),
      some,
    );
  });
});
