// Rows of device lists: what their cells state.
import { expect, test } from 'vitest';
import { readRow } from './read-row.ts';

test.each([
  [{ model: ['Gizmo'], software: ['1.8'] }, [{ name: 'Gizmo', version: '1.8' }]],
  [{ model: ['syngo CT'], software: ['VB19A_HF05'] }, [{ name: 'syngo CT', version: 'VB19A_HF05' }]],
  [
    { model: ['Gizmo'], software: ['DCMTK 3.6.6; v7.2.0'] },
    [{ name: 'DCMTK 3.6.6' }, { name: 'Gizmo', version: 'v7.2.0' }],
  ],
  [{ model: ['Gizmo'], software: ['3D-Viewer'] }, [{ name: '3D-Viewer' }]],
  [{ software: ['1.8'] }, [{ name: '1.8' }]],
])('software of %j', (cells, programs) => {
  const read = readRow({ name: ['G9'], ...cells });
  const statements = read.kind === 'read' ? read.statements : [];
  expect(statements.flatMap(({ attribute, value }) => (attribute === 'software' ? [value] : []))).toEqual(programs);
});
