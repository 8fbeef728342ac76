// The budget and the time that the plan has; saving works the plan out again.
import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { RiskDocument } from '#contracts/index.ts';
import { loadStatedRisk, stateRisk } from '../api/risk-ways.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import type { Assessment } from '../parts/assessed.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';

interface PlanSettingsProps {
  readonly risk: RiskDocument;
  readonly assessment: Assessment;
}

const MOST_BUDGET = 1e12;
const MOST_DAYS = 3650;

/** The form; who may not change something is told so. */
export function PlanSettings({ risk, assessment }: PlanSettingsProps) {
  const { edit } = usePowers();
  const settings = useLoad(['risk-stated'], loadStatedRisk, { enabled: edit });
  if (!edit) return null;
  return (
    <Panel title={text.plan.settings} lead={text.plan.settingsLead}>
      <Loaded of={settings}>
        {({ stated }) => (
          <SettingsForm
            key={`${risk.plan.budget} ${risk.plan.horizonDays}`}
            risk={risk}
            assessment={assessment}
            stated={stated}
          />
        )}
      </Loaded>
    </Panel>
  );
}

interface SettingsFormProps extends PlanSettingsProps {
  readonly stated: Parameters<typeof stateRisk>[0];
}

function SettingsForm({ risk, assessment, stated }: SettingsFormProps) {
  const { budget: budgetNow, horizonDays: daysNow } = risk.plan;
  const [budget, setBudget] = useState<number | ''>(budgetNow ?? '');
  const [days, setDays] = useState<number | ''>(daysNow);
  const save = useWrite(stateRisk, assessment.start);
  const isSame = budget === (budgetNow ?? '') && days === daysNow;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (days === '') return;
    save.mutate({ ...stated, budget: budget === '' ? null : budget, horizonDays: days });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Group align="flex-end" gap="md">
          <NumberInput
            label={text.plan.budget(risk.currency)}
            placeholder={text.plan.noBudget}
            min={0}
            max={MOST_BUDGET}
            clampBehavior="strict"
            step={1000}
            thousandSeparator=","
            value={budget}
            onChange={(value) => setBudget(typeof value === 'number' ? value : '')}
            w={{ base: '100%', xs: 220 }}
          />
          <NumberInput
            label={text.plan.horizon}
            min={1}
            max={MOST_DAYS}
            clampBehavior="strict"
            allowDecimal={false}
            required
            value={days}
            onChange={(value) => setDays(typeof value === 'number' ? value : '')}
            w={{ base: '100%', xs: 160 }}
          />
          <Button type="submit" disabled={isSame || days === ''} loading={save.isPending || assessment.isBusy}>
            {text.plan.planAgain}
          </Button>
        </Group>
        {save.error ? <Failure error={save.error} /> : null}
      </Stack>
    </form>
  );
}
