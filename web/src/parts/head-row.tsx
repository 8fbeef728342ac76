// The first row of a table: names of columns. A column without a name has no heading, so that nobody is read an empty one.

/** The row. */
export function HeadRow({ columns }: { readonly columns: readonly string[] }) {
  return (
    <tr>
      {columns.map((column) =>
        column === '' ? (
          <td key={column} />
        ) : (
          <th key={column} scope="col">
            {column}
          </th>
        ),
      )}
    </tr>
  );
}
