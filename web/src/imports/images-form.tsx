// Images of a department, chosen as files or as a folder: sent, followed, told.
import { Button, Group, Text } from '@mantine/core';
import { IconFolder, IconPhotoScan } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { MOST_IMAGES, sendImages } from '../api/images.ts';
import { isOver } from '../api/jobs.ts';
import { useJob } from '../api/use-job.ts';
import { usePowers } from '../api/use-session.ts';
import { bytes, count } from '../format/format.ts';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { ImagesResult } from './images-result.tsx';

/** What makes a browser choose a folder; React's types do not know it. */
const FOLDER = { webkitdirectory: '' };

/** The panel that takes images. */
export function ImagesForm() {
  const { edit } = usePowers();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [tooMany, setTooMany] = useState(0);
  const [sent, setSent] = useState({ done: 0, whole: 0 });
  const send = useMutation({
    mutationFn: (chosen: readonly File[]) => sendImages(chosen, (done, whole) => setSent({ done, whole })),
  });
  const job = useJob(send.data?.job);
  const over = job !== undefined && isOver(job);
  const client = useQueryClient();
  useEffect(() => {
    if (over) void client.invalidateQueries();
  }, [over, client]);

  function take(input: HTMLInputElement): void {
    const chosen = [...(input.files ?? [])];
    input.value = '';
    setTooMany(chosen.length > MOST_IMAGES ? chosen.length : 0);
    if (chosen.length === 0 || chosen.length > MOST_IMAGES) return;
    setSent({ done: 0, whole: 0 });
    send.mutate(chosen);
  }

  if (over) return <ImagesResult job={job} onAgain={send.reset} />;
  if (send.data) {
    return (
      <Panel title={text.images.running}>
        <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={text.images.running} />
      </Panel>
    );
  }
  if (send.isPending) {
    return (
      <Panel title={text.imports.sending}>
        <Progress
          value={sent.whole === 0 ? 0 : sent.done / sent.whole}
          message={text.images.sent(count(send.variables.length), bytes(sent.done), bytes(sent.whole))}
          label={text.imports.sending}
        />
      </Panel>
    );
  }
  return (
    <Panel title={text.images.title} lead={text.images.lead}>
      <input ref={files} type="file" multiple hidden onChange={(event) => take(event.currentTarget)} />
      <input ref={folder} type="file" {...FOLDER} hidden onChange={(event) => take(event.currentTarget)} />
      {tooMany > 0 ? (
        <Note tone="danger" urgent>
          {text.images.tooMany(count(tooMany), count(MOST_IMAGES))}
        </Note>
      ) : null}
      {send.error ? <Failure error={send.error} /> : null}
      <Group>
        <Button
          disabled={!edit}
          leftSection={<IconFolder size={18} stroke={1.7} aria-hidden />}
          onClick={() => folder.current?.click()}
        >
          {text.images.chooseFolder}
        </Button>
        <Button
          variant="default"
          disabled={!edit}
          leftSection={<IconPhotoScan size={18} stroke={1.7} aria-hidden />}
          onClick={() => files.current?.click()}
        >
          {text.images.chooseFiles}
        </Button>
        {edit ? null : <Text size="sm">{text.common.readersOnly}</Text>}
      </Group>
    </Panel>
  );
}
