// What happened to the device and who decided it; decisions can be taken back.
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { DeviceDetail } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';
import { useUndoDecision } from './use-device.ts';

/** The history, newest first as the server gives it. */
export function History({ entries }: { readonly entries: DeviceDetail['history'] }) {
  const { edit } = usePowers();
  const undo = useUndoDecision(() => notice(text.device.undone));
  return (
    <Panel title={text.device.history} lead={text.device.historyLead} flush>
      {undo.error ? <Failure error={undo.error} /> : null}
      {entries.length === 0 ? (
        <p className={classes['none']}>{text.device.noHistory}</p>
      ) : (
        <ol className={classes['rows']}>
          {entries.map((entry) => (
            <li key={`${entry.at} ${entry.what} ${entry.decision ?? ''}`} className={classes['entry']}>
              <span>
                <Foreign>{entry.what}</Foreign>
                <span className="quiet">
                  {' '}
                  · <Foreign>{entry.by}</Foreign> · <When at={entry.at} />
                </span>
              </span>
              {edit && entry.undoable && entry.decision ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconArrowBackUp size={15} aria-hidden />}
                  loading={undo.isPending && undo.variables === entry.decision}
                  onClick={() => entry.decision && undo.mutate(entry.decision)}
                >
                  {text.common.undo}
                </Button>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
