// The budget and the time that the plan has; saving works the plan out again.
import { Button, Fieldset, Group, NumberInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { RiskDocument, RiskSettingsInput } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { type Assessing, useRiskSettings, useSaveRiskSettings } from '../risk/use-risk.ts';
import { text } from '../text/index.ts';
import { type Capacity, isSameCapacity, rolesOf, withCapacity } from './capacity.ts';

interface PlanSettingsProps {
  readonly risk: RiskDocument;
  readonly assessing: Assessing;
}

const MOST_BUDGET = 1e12;
const MOST_DAYS = 3650;
const [LEAST_CAPACITY, MOST_CAPACITY] = [0.1, 1000];
const ROLES = new Map<string, string>(Object.entries(text.who));

/** The form; who may not change something is told so. */
export function PlanSettings({ risk, assessing }: PlanSettingsProps) {
  const { edit } = usePowers();
  const settings = useRiskSettings();
  if (!edit) return null;
  return (
    <Panel title={text.plan.settings} lead={text.plan.settingsLead}>
      <Loaded of={settings}>
        {({ stated, version }) => (
          <SettingsForm
            key={`${risk.plan.budget} ${risk.plan.horizonDays} ${JSON.stringify(risk.plan.capacity)}`}
            risk={risk}
            assessing={assessing}
            stated={stated}
            version={version}
          />
        )}
      </Loaded>
    </Panel>
  );
}

interface SettingsFormProps extends PlanSettingsProps {
  readonly stated: RiskSettingsInput;
  readonly version: string;
}

function SettingsForm({ risk, assessing, stated, version }: SettingsFormProps) {
  const { budget: budgetNow, horizonDays: daysNow } = risk.plan;
  const [budget, setBudget] = useState<number | ''>(budgetNow ?? '');
  const [days, setDays] = useState<number | ''>(daysNow);
  const [capacity, setCapacity] = useState<Capacity>(() => stated.capacity ?? {});
  const save = useSaveRiskSettings(version, assessing.start);
  const isSame = budget === (budgetNow ?? '') && days === daysNow && isSameCapacity(capacity, risk.plan.capacity ?? {});

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (days === '') return;
    const { capacity: _, ...rest } = stated;
    save.mutate({
      ...rest,
      budget: budget === '' ? null : budget,
      horizonDays: days,
      ...(Object.keys(capacity).length > 0 ? { capacity } : {}),
    });
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
          <Button type="submit" disabled={isSame || days === ''} loading={save.isPending || assessing.busy}>
            {text.plan.planAgain}
          </Button>
        </Group>
        <Fieldset variant="unstyled" legend={text.plan.capacity}>
          <p className="quiet">{text.plan.capacityLead}</p>
          <Group gap="md">
            {rolesOf(risk, capacity).map((role) => (
              <NumberInput
                key={role}
                label={ROLES.get(role) ?? visible(role)}
                placeholder={text.plan.capacityUsual}
                min={LEAST_CAPACITY}
                max={MOST_CAPACITY}
                clampBehavior="blur"
                value={capacity[role] ?? ''}
                onChange={(value) => setCapacity(withCapacity(capacity, role, value))}
                w={{ base: '100%', xs: 180 }}
              />
            ))}
          </Group>
        </Fieldset>
        {save.error ? <Failure error={save.error} /> : null}
      </Stack>
    </form>
  );
}
