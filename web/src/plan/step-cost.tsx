// What one step of the plan costs here, in place of the default: stated in a window, taken back in the same.
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { RiskAction, RiskSettingsInput } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { checkDraft, draftOf, withValue } from '../risk/draft.ts';
import { numberOf, shown } from '../risk/figure-row.tsx';
import { useRiskSettings, useSaveRiskSettings } from '../risk/use-risk.ts';
import { text } from '../text/index.ts';
import classes from './plan.module.css';
import { shortName } from './short-name.ts';

const words = text.stepCosts;
const figures = text.risk.figures;
const PARTS = ['low', 'mode', 'high'] as const;

interface StepCostProps {
  readonly action: RiskAction;
  readonly currency: string;
}

/** The button; readers see none. */
export function StepCost({ action, currency }: StepCostProps) {
  const [editing, edit] = useDisclosure(false);
  if (!usePowers().edit) return null;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPencil size={14} aria-hidden />}
        aria-label={words.changeOf(visible(shortName(action.name)))}
        onClick={edit.open}
      >
        {words.change}
      </Button>
      {editing ? (
        <Modal opened onClose={edit.close} title={words.title} closeButtonProps={{ 'aria-label': text.common.close }}>
          <Window action={action} currency={currency} onClose={edit.close} />
        </Modal>
      ) : null}
    </>
  );
}

interface WindowProps extends StepCostProps {
  readonly onClose: () => void;
}

function Window(props: WindowProps) {
  return (
    <Loaded of={useRiskSettings()} waiting={<Waiting lines={5} />}>
      {({ stated, version }) =>
        // Amounts of one money are not saved as those of another.
        (stated.currency ?? 'USD') === props.currency ? (
          <Form {...props} stated={stated} version={version} />
        ) : (
          <Note>{words.otherMoney(props.currency, stated.currency ?? 'USD')}</Note>
        )
      }
    </Loaded>
  );
}

function Form({
  action,
  currency,
  stated,
  version,
  onClose,
}: WindowProps & { readonly stated: RiskSettingsInput; readonly version: string }) {
  const own = stated.stepCosts?.[action.id];
  const [cost, setCost] = useState(own?.cost ?? action.cost);
  const [days, setDays] = useState(own?.days ?? action.days);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const paths = { cost: `stepCosts.${action.id}.cost`, days: `stepCosts.${action.id}.days` };
  const save = useSaveRiskSettings(version, () => {
    onClose();
    notice(words.saved);
  });

  function send(values: { readonly cost: unknown; readonly days: unknown }): void {
    const draft = withValue(withValue(draftOf(stated), paths.cost, values.cost), paths.days, values.days);
    const checked = checkDraft(draft);
    setErrors(checked.errors ?? new Map());
    if (checked.settings) save.mutate(checked.settings);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    send({ cost, days });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">
          <Foreign>{shortName(action.name)}</Foreign>
        </Text>
        <div>
          <Text size="sm" fw={550} mb={4}>
            {words.cost(currency)}
          </Text>
          <div className={classes['triple']}>
            {PARTS.map((part) => (
              <NumberInput
                key={part}
                label={figures[part]}
                hideControls
                min={0}
                thousandSeparator=","
                value={shown(cost[part])}
                error={errors.has(paths.cost)}
                onChange={(value) => setCost({ ...cost, [part]: numberOf(value) })}
              />
            ))}
          </div>
          {errors.has(paths.cost) ? (
            <p role="alert" className={classes['error']}>
              {errors.get(paths.cost)}
            </p>
          ) : null}
        </div>
        <NumberInput
          label={words.days}
          min={0}
          value={shown(days)}
          error={errors.get(paths.days)}
          onChange={(value) => setDays(numberOf(value))}
        />
        {save.error ? <Failure error={save.error} /> : null}
        <Group justify="flex-end">
          {own ? (
            <Button
              variant="default"
              disabled={save.isPending}
              onClick={() => send({ cost: undefined, days: undefined })}
            >
              {figures.reset}
            </Button>
          ) : null}
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {text.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
