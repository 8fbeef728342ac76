/** A table that is asked with words of strangers: it has its own rows only, so that "constructor" finds nothing. */
export function lookup<Row>(rows: Readonly<Record<string, Row>>): Readonly<Record<string, Row>> {
  return Object.freeze(Object.assign(Object.create(null) as Record<string, Row>, rows));
}
