// A decision of SSVC (CERT/CC, Stakeholder-Specific Vulnerability Categorization): looked up in a table, with the path that led there. What
// is not known stays open, and the answer is the span of what it may be.

/** A question of SSVC, or what a table answers; the values stand the least first. */
export interface SsvcPoint {
  readonly name: string;
  readonly version: string;
  readonly values: readonly string[];
}

/** A table of SSVC: for each combination of values a row, the outcome last. */
export interface SsvcTable {
  readonly name: string;
  readonly version: string;
  readonly points: readonly SsvcPoint[];
  readonly outcome: SsvcPoint;
  readonly rows: readonly (readonly string[])[];
}

/** The words that a table may answer. */
export type SsvcOutcome<T extends SsvcTable> = T['outcome']['values'][number];

/** The answer to one point, null where nobody knows, with the reason. */
export interface SsvcInput {
  readonly point: string;
  readonly value: string | null;
  readonly because: string;
}

/** What a table says. */
export interface SsvcAnswer<Outcome extends string> {
  /** Null where what is not known would change it. */
  readonly decision: Outcome | null;
  /** The span of what it may be; both are the decision where there is one. */
  readonly lowest: Outcome;
  readonly highest: Outcome;
  /** The points in the order of the table. */
  readonly path: readonly SsvcInput[];
}

/** Looks a decision up. Each point of the table must be among the inputs; a point with the value null may have any. */
export function decideSsvc<T extends SsvcTable>(table: T, inputs: readonly SsvcInput[]): SsvcAnswer<SsvcOutcome<T>> {
  const path = table.points.map(({ name, values }) => {
    const input = inputs.find(({ point }) => point === name);
    if (!input) throw new Error(`${table.name} asks for ${name}`);
    if (input.value !== null && !values.includes(input.value)) throw new Error(`${name} has no value '${input.value}'`);
    return input;
  });
  const fitting = table.rows.filter((row) => path.every(({ value }, at) => value === null || row[at] === value));
  const { values } = table.outcome;
  const ranks = fitting.map((row) => values.indexOf(row.at(-1) ?? ''));
  const lowest = values[Math.min(...ranks)];
  const highest = values[Math.max(...ranks)];
  if (lowest === undefined || highest === undefined)
    throw new Error(`${table.name} has no row for ${JSON.stringify(path)}`);
  return { decision: lowest === highest ? lowest : null, lowest, highest, path };
}
