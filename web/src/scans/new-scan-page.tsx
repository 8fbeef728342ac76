// Starting a scan: where to look, how far to go, and who allowed it, in plain words.
import { Button, NumberInput, Paper, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconRadar2 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { ApiFault } from '../api/fault.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Failure } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { ClearanceChoice } from './clearance-choice.tsx';
import classes from './scans.module.css';
import { addressCount, splitPorts, splitTargets } from './targets.ts';
import { useClearances, useStartScan } from './use-scans.ts';

interface Values {
  targets: string;
  clearance: string;
  authority: string;
  ports: string;
  perHostIntervalMs: number | string;
  vantage: string;
}

const FRESH: Values = {
  targets: '',
  clearance: 'query',
  authority: '',
  ports: '',
  perHostIntervalMs: '',
  vantage: 'this server',
};

/** The form that starts a scan. */
export function NewScanPage() {
  const navigate = useNavigate();
  const { edit } = usePowers();
  const clearances = useClearances().data?.items ?? [];
  const form = useForm<Values>({
    initialValues: FRESH,
    validate: {
      targets: (value) => (splitTargets(value).length === 0 ? text.newScan.targetsMissing : null),
      ports: (value) => (splitPorts(value) === undefined ? text.newScan.portsWrong : null),
      vantage: (value) => (value.trim() === '' ? text.forms.required : null),
    },
  });
  const start = useStartScan(
    (scan) => void navigate(scan === undefined ? { to: '/scans' } : { to: '/scans/$id', params: { id: scan } }),
  );
  const targets = splitTargets(form.values.targets);
  const addresses = addressCount(targets);
  const cleared = clearances.filter((each) => !each.deny && each.level !== 'none' && each.level !== 'passive').length;

  function submit(values: Values): void {
    const ports = splitPorts(values.ports) ?? [];
    start.mutate(
      {
        targets: splitTargets(values.targets),
        clearance: values.clearance === 'handshake' || values.clearance === 'full' ? values.clearance : 'query',
        authority: values.authority.trim() || null,
        ports: ports.length > 0 ? ports : null,
        perHostIntervalMs: typeof values.perHostIntervalMs === 'number' ? values.perHostIntervalMs : null,
        vantage: values.vantage.trim(),
      },
      { onError: (error) => error instanceof ApiFault && form.setErrors({ ...error.fields }) },
    );
  }

  return (
    <Page title={text.newScan.title} lead={text.newScan.lead}>
      <form className={classes['form']} onSubmit={form.onSubmit(submit)}>
        <Textarea
          label={text.newScan.targets}
          description={text.newScan.targetsHow}
          placeholder={'10.20.0.0/24\n10.20.1.15'}
          autosize
          minRows={3}
          maxRows={12}
          autoCapitalize="off"
          spellCheck={false}
          classNames={{ input: 'mono' }}
          required
          {...form.getInputProps('targets')}
        />
        {targets.length > 0 ? (
          <Text size="sm" c="dimmed" mt={-12} role="status">
            {addresses === undefined ? text.newScan.targetsOdd : text.newScan.addresses(count(addresses), addresses)}
          </Text>
        ) : null}
        <ClearanceChoice {...form.getInputProps('clearance')} />
        <div>
          <Textarea
            label={text.newScan.authority}
            description={text.newScan.authorityHow}
            placeholder={text.newScan.authorityExample}
            autosize
            minRows={2}
            {...form.getInputProps('authority')}
          />
          {form.values.authority.trim() === '' ? (
            <div className={classes['beside']}>
              <Note>
                {text.newScan.noAuthority(cleared)}{' '}
                <TextLink to="/settings/{-$section}" params={{ section: 'clearances' }} size="sm">
                  {text.newScan.seeClearances}
                </TextLink>
              </Note>
            </div>
          ) : null}
        </div>
        <Unfold label={text.newScan.more}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
            <TextInput
              label={text.newScan.ports}
              description={text.newScan.portsHow}
              placeholder="104, 11112, 4242"
              {...form.getInputProps('ports')}
            />
            <NumberInput
              label={text.newScan.interval}
              description={text.newScan.intervalHow}
              placeholder="1000"
              min={0}
              max={60_000}
              step={100}
              {...form.getInputProps('perHostIntervalMs')}
            />
            <TextInput
              label={text.newScan.vantage}
              description={text.newScan.vantageHow}
              maxLength={60}
              {...form.getInputProps('vantage')}
            />
          </SimpleGrid>
        </Unfold>
        <Paper withBorder p="md">
          <Text fw={600} size="sm">
            {text.newScan.promiseTitle}
          </Text>
          <Text size="sm" c="dimmed">
            {text.newScan.promise}
          </Text>
        </Paper>
        {start.error ? <Failure error={start.error} /> : null}
        <div className={classes['submit']}>
          <Button
            type="submit"
            size="md"
            disabled={!edit}
            loading={start.isPending}
            leftSection={<IconRadar2 size={19} stroke={1.7} aria-hidden />}
          >
            {text.scans.start}
          </Button>
          <LinkButton to="/scans" variant="subtle">
            {text.common.cancel}
          </LinkButton>
          {edit ? null : <Text size="sm">{text.common.readersOnly}</Text>}
        </div>
      </form>
    </Page>
  );
}
