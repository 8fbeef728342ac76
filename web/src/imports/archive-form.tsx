// Asking an image archive for the department's machines: where it is, by which titles, how far back, and what came of it.
import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconDatabaseSearch } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type ArchiveQuestion, askArchive } from '../api/archives.ts';
import { isOver, stopJob } from '../api/jobs.ts';
import { useJob } from '../api/use-job.ts';
import { usePowers } from '../api/use-session.ts';
import { TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { ArchiveResult } from './archive-result.tsx';

interface Values {
  way: string;
  host: string;
  port: number | string;
  called: string;
  calling: string;
  web: string;
  days: number | string;
  countPatients: boolean;
}

const FRESH: Values = {
  way: 'dicom',
  host: '',
  port: 104,
  called: '',
  calling: 'DOSIMETER',
  web: '',
  days: 30,
  countPatients: false,
};
const MOST_DAYS = 20_000;
const MOST_TITLE = 16;

/** The panel that asks, follows and tells. */
export function ArchiveForm() {
  const { edit } = usePowers();
  const form = useForm<Values>({
    initialValues: FRESH,
    validate: {
      host: (value, { way }) => (way === 'dicom' && value.trim() === '' ? text.archives.hostMissing : null),
      port: (value, { way }) => (way === 'dicom' && typeof value !== 'number' ? text.archives.portMissing : null),
      calling: (value, { way }) => (way === 'dicom' && value.trim() === '' ? text.forms.required : null),
      web: (value, { way }) =>
        way === 'web' && !/^https?:\/\/\S+$/i.test(value.trim()) ? text.archives.webMissing : null,
      days: (value) => (typeof value === 'number' ? null : text.forms.required),
    },
  });
  const ask = useMutation({ mutationFn: askArchive });
  const stop = useMutation({ mutationFn: stopJob });
  const job = useJob(ask.data?.job);
  const over = job !== undefined && isOver(job);
  const client = useQueryClient();
  useEffect(() => {
    if (over) void client.invalidateQueries();
  }, [over, client]);

  if (over) return <ArchiveResult job={job} onAgain={ask.reset} />;
  if (ask.data) {
    const id = ask.data.job;
    return (
      <Panel title={text.archives.asking}>
        <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={text.archives.asking} />
        {stop.error ? <Failure error={stop.error} /> : null}
        <Button mt="md" variant="default" loading={stop.isPending || stop.isSuccess} onClick={() => stop.mutate(id)}>
          {text.archives.stop}
        </Button>
      </Panel>
    );
  }
  const isWeb = form.values.way === 'web';
  return (
    <Panel title={text.archives.title} lead={text.archives.lead}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          stop.reset();
          ask.mutate(questionOf(values));
        })}
      >
        <Stack gap="md">
          <SegmentedControl
            aria-label={text.archives.way}
            data={[
              { value: 'dicom', label: text.archives.dicom },
              { value: 'web', label: text.archives.web },
            ]}
            {...form.getInputProps('way')}
          />
          {isWeb ? (
            <TextInput
              label={text.archives.webAddress}
              placeholder="https://pacs.example/dicom-web"
              autoCapitalize="off"
              spellCheck={false}
              maxLength={300}
              required
              {...form.getInputProps('web')}
            />
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label={text.archives.host}
                placeholder="10.1.2.3"
                autoCapitalize="off"
                spellCheck={false}
                maxLength={250}
                required
                {...form.getInputProps('host')}
              />
              <NumberInput
                label={text.archives.port}
                min={1}
                max={65_535}
                thousandSeparator=""
                required
                {...form.getInputProps('port')}
              />
              <TextInput
                label={text.archives.called}
                description={text.archives.calledHow}
                maxLength={MOST_TITLE}
                spellCheck={false}
                {...form.getInputProps('called')}
              />
              <TextInput
                label={text.archives.calling}
                description={text.archives.callingHow}
                maxLength={MOST_TITLE}
                spellCheck={false}
                required
                {...form.getInputProps('calling')}
              />
            </SimpleGrid>
          )}
          <NumberInput
            label={text.archives.days}
            min={1}
            max={MOST_DAYS}
            maw={220}
            required
            {...form.getInputProps('days')}
          />
          <Checkbox
            label={text.archives.countPatients}
            description={text.archives.countPatientsHow}
            {...form.getInputProps('countPatients', { type: 'checkbox' })}
          />
          <Note>
            {text.archives.needs}{' '}
            <TextLink to="/settings/{-$section}" params={{ section: 'clearances' }} size="sm">
              {text.archives.seeClearances}
            </TextLink>
          </Note>
          {ask.error ? <Failure error={ask.error} /> : null}
          <Group>
            <Button
              type="submit"
              disabled={!edit}
              loading={ask.isPending}
              leftSection={<IconDatabaseSearch size={18} stroke={1.7} aria-hidden />}
            >
              {text.archives.ask}
            </Button>
            {edit ? null : <Text size="sm">{text.common.readersOnly}</Text>}
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function questionOf({ way, host, port, called, calling, web, days, countPatients }: Values): ArchiveQuestion {
  const place = host.trim();
  const name = place.includes(':') && !place.startsWith('[') ? `[${place}]` : place;
  return {
    archive: way === 'web' ? web.trim() : `${name}:${port}`,
    called: way === 'web' ? null : called.trim() || null,
    calling: way === 'web' ? FRESH.calling : calling.trim(),
    days: Number(days),
    countPatients,
  };
}
