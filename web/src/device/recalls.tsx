// The recalls that name this product: whether this very unit is on each, and what to do.
import type { Finding } from '#contracts/index.ts';
import { LinkButton } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { recallCells, recallsAmong } from '../recalls/recall-cells.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';

/** The panel. */
export function DeviceRecalls({ findings }: { readonly findings: readonly Finding[] }) {
  const recalls = recallsAmong(findings);
  return (
    <Panel
      title={text.recalls.title}
      lead={text.recalls.deviceLead}
      flush
      actions={
        <LinkButton size="xs" variant="default" to="/recalls">
          {text.recalls.all}
        </LinkButton>
      }
    >
      {recalls.length === 0 ? (
        <p className={classes['none']}>{text.recalls.deviceNone}</p>
      ) : (
        <PlainTable
          label={text.recalls.title}
          columns={text.recalls.columns}
          rows={recalls}
          rowKey={({ id }) => id}
          cells={recallCells}
        />
      )}
    </Panel>
  );
}
