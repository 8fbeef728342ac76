// Takes in what people learned elsewhere, from the export of another system.
import { Button, FileButton, Stack } from '@mantine/core';
import { importCompletions } from '../api/training.ts';
import { useWrite } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { readText } from './read-text.ts';
import { ToldLines } from './told-lines.tsx';

const words = text.training;

/** The panel. */
export function Completions() {
  const take = useWrite(async (file: File) => importCompletions(await readText(file)));
  return (
    <Panel title={words.completions} lead={words.completionsWhat}>
      <Stack align="flex-start">
        <FileButton accept=".csv,.json,.txt,text/csv,application/json" onChange={(file) => file && take.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={take.isPending}>
              {words.completionsFile}
            </Button>
          )}
        </FileButton>
        {take.error ? <Failure error={take.error} /> : null}
        {take.data ? (
          <Note tone={take.data.rejectedRows > 0 ? 'watch' : 'info'} urgent>
            {words.completionsDone(take.data.format, count(take.data.added), count(take.data.unchanged))}
            <ToldLines
              title={words.rejected(count(take.data.rejectedRows), take.data.rejectedRows)}
              lines={take.data.rejected}
            />
          </Note>
        ) : null}
      </Stack>
    </Panel>
  );
}
