// Takes answers over from an export of the SRA Tool, and tells what came of it.
import { Button, FileButton } from '@mantine/core';
import { sendSra } from '../api/assessments.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';

const words = text.programAssess;

/** The panel; nothing for who may not import. */
export function SraForm() {
  const { edit } = usePowers();
  const send = useWrite(sendSra);
  if (!edit) return null;
  return (
    <Panel
      title={words.sra}
      lead={words.sraLead}
      actions={
        <FileButton
          accept=".csv,.xlsx,text/csv"
          onChange={(file) => {
            if (file) send.mutate(file);
          }}
        >
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              {words.sraChoose}
            </Button>
          )}
        </FileButton>
      }
    >
      <div role="status">
        {send.data ? words.sraTaken(count(send.data.taken), count(send.data.rows)) : null}
        {send.data && send.data.left.length > 0 ? (
          <Unfold label={words.sraLeft(count(send.data.left.length))}>
            <ul>
              {send.data.left.map(({ row, question, why }) => (
                <li key={row}>
                  {words.sraRow(String(row))}: <Foreign>{question}</Foreign> <Foreign>{why}</Foreign>
                </li>
              ))}
            </ul>
          </Unfold>
        ) : null}
      </div>
      {send.error ? <Failure error={send.error} /> : null}
    </Panel>
  );
}
