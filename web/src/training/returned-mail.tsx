// Takes in mail that came back, so that the roster says whom no mail reaches.
import { Button, FileButton, Stack } from '@mantine/core';
import type { ReturnedReport } from '#contracts/index.ts';
import { takeReturnedMail } from '../api/training.ts';
import { useWrite } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { readText } from './read-text.ts';
import { addedUp, returnedBatches } from './returned-batches.ts';
import { ToldLines } from './told-lines.tsx';

const words = text.training.returned;

/** The panel. */
export function ReturnedMail() {
  const take = useWrite(async (files: readonly File[]) => {
    const mails = await Promise.all(files.map(async (file) => ({ name: file.name, text: await readText(file) })));
    const answers: ReturnedReport[] = [];
    for (const batch of returnedBatches(mails)) answers.push(await takeReturnedMail({ mails: batch }));
    return addedUp(answers);
  });
  return (
    <Panel title={words.title} lead={words.what}>
      <Stack align="flex-start">
        <FileButton
          multiple
          accept=".eml,.txt,message/rfc822"
          onChange={(files) => files.length > 0 && take.mutate(files)}
        >
          {(props) => (
            <Button {...props} variant="default" loading={take.isPending}>
              {words.choose}
            </Button>
          )}
        </FileButton>
        {take.error ? <Failure error={take.error} /> : null}
        {take.data ? (
          <Note tone={take.data.rejected.length > 0 ? 'watch' : 'info'} urgent>
            {words.done(count(take.data.marked.length), take.data.marked.length)}{' '}
            {take.data.others > 0 ? words.others(count(take.data.others), take.data.others) : ''}
            <ToldLines
              title={words.marked}
              lines={take.data.marked.map(({ email, because }) => ({ place: email, message: because }))}
            />
            <ToldLines title={words.rejected} lines={take.data.rejected} />
          </Note>
        ) : null}
      </Stack>
    </Panel>
  );
}
