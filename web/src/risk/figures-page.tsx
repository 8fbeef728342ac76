// Every figure that risk is worked out from: a default until the site states its own, and a default again when that is taken back.
import { Button, Group, Text } from '@mantine/core';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { RiskFigure, RiskSettingsNow } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { shortName } from '../plan/short-name.ts';
import { text } from '../text/index.ts';
import { ControlFields, EntryZones } from './control-fields.tsx';
import { Crumbs } from './crumbs.tsx';
import { DeviceFigure } from './device-figure.tsx';
import { checkDraft, type Draft } from './draft.ts';
import { FigureRow } from './figure-row.tsx';
import { MeanwhileNote } from './meanwhile-note.tsx';
import classes from './risk.module.css';
import { useSettingsDraft } from './settings-draft.ts';
import { PlanFields, ToleranceFields } from './site-fields.tsx';
import { useRisk, useRiskSettings, useSaveRiskSettings } from './use-risk.ts';

const words = text.risk.figures;

/** The page of figures. */
export function FiguresPage() {
  return (
    <Page title={words.title} lead={words.lead} above={<Crumbs />}>
      <Loaded of={useRiskSettings()} waiting={<Waiting lines={12} />}>
        {(settings) => <Form settings={settings} />}
      </Loaded>
    </Page>
  );
}

function Form({ settings: now }: { readonly settings: RiskSettingsNow }) {
  const { figures, by, at } = now;
  const { edit } = usePowers();
  const document = useRisk().data?.document;
  const own = useSettingsDraft(now);
  const { draft, version, meanwhile, change } = own;
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const form = useRef<HTMLFormElement>(null);
  const save = useSaveRiskSettings(version, () => notice(words.saved));
  // The page is long: whoever is told that a field is wrong is taken there.
  useEffect(() => {
    if (errors.size > 0) firstWrong(form.current)?.focus();
  }, [errors]);
  const steps = useMemo(() => new Map(document?.actions.map(({ id, name }) => [id, shortName(name)])), [document]);
  const counted = draft.get('currency') ?? figures.find(({ path }) => path === 'currency')?.value;
  const currency = typeof counted === 'string' ? counted : '';

  function submit(event: FormEvent): void {
    event.preventDefault();
    const checked = checkDraft(draft);
    const rate = rateError(currency, draft.get('perDollar'));
    setErrors(new Map([...(checked.errors ?? []), ...(rate === null ? [] : [['perDollar', rate] as const])]));
    if (checked.settings && rate === null) save.mutate(checked.settings);
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <fieldset disabled={!edit} className={classes['form']}>
        <Text size="sm" c="dimmed">
          {by === null ? (
            words.nobody
          ) : (
            <>
              {words.stated} <Foreign>{by}</Foreign>, <When at={at} />
            </>
          )}
        </Text>
        {errors.size > 0 ? (
          <Note tone="danger" urgent>
            {words.wrong}
          </Note>
        ) : null}
        <ToleranceFields draft={draft} currency={currency} error={errors.get('tolerance')} onChange={change} />
        {groupsOf(withRate(figures, currency, draft)).map(([title, rows]) => (
          <Panel key={title} title={title}>
            <ul className={classes['rows']}>
              {rows.map((figure) => (
                <li
                  key={figure.path}
                  className={classes['figureRow']}
                  data-wrong={errors.has(figure.path) || undefined}
                >
                  {figure.path.startsWith('devices.') ? (
                    <DeviceFigure figure={figure} />
                  ) : (
                    <FigureRow
                      figure={named(figure, steps)}
                      draft={draft}
                      error={errors.get(figure.path)}
                      onChange={change}
                    />
                  )}
                </li>
              ))}
            </ul>
          </Panel>
        ))}
        {document ? <ControlFields document={document} draft={draft} onChange={change} /> : null}
        <EntryZones draft={draft} onChange={change} />
        <PlanFields draft={draft} currency={currency} errors={errors} onChange={change} />
        <MeanwhileNote by={by} figures={figures} draft={own} />
        {save.error && meanwhile.length === 0 ? <Failure error={save.error} /> : null}
        {edit ? (
          <Group className={classes['foot'] ?? ''}>
            <Button type="submit" disabled={meanwhile.length > 0} loading={save.isPending}>
              {text.common.save}
            </Button>
            {meanwhile.length > 0 ? (
              <Text size="sm" c="dimmed">
                {text.meanwhile.first}
              </Text>
            ) : null}
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {text.common.readersOnly}
          </Text>
        )}
      </fieldset>
    </form>
  );
}

/** The first field, in the order of the page, that stands in a part that is marked as wrong or is so itself. */
function firstWrong(form: HTMLFormElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>(':is(input, button):is([data-wrong] *, [aria-invalid="true"])') ?? null;
}

/** The figures with what a dollar is worth, as soon as a person counts in something else. */
function withRate(figures: readonly RiskFigure[], currency: string, draft: Draft): readonly RiskFigure[] {
  const isNeeded = currency !== 'USD' || draft.has('perDollar');
  if (!isNeeded || figures.some(({ path }) => path === 'perDollar')) return figures;
  const rate: RiskFigure = {
    path: 'perDollar',
    label: text.stepCosts.perDollar,
    unit: text.stepCosts.perDollarUnit(currency),
    value: null,
    basis: 'default',
    source: text.stepCosts.perDollarMissing,
  };
  const at = figures.findIndex(({ path }) => path === 'currency') + 1;
  return [...figures.slice(0, at), rate, ...figures.slice(at)];
}

/** What is wrong with what a dollar is worth; the server says the same. */
function rateError(currency: string, rate: unknown): string | null {
  if (currency === 'USD') return rate === undefined || rate === 1 ? null : text.stepCosts.perDollarNeedless;
  return rate === undefined ? text.stepCosts.perDollarMissing : null;
}

/** A figure of a single step by the name of the step. */
function named(figure: RiskFigure, steps: ReadonlyMap<string, string>): RiskFigure {
  if (!figure.path.startsWith('stepCosts.')) return figure;
  const id = figure.path.split('.').slice(1, -1).join('.');
  const name = steps.get(id);
  return name === undefined ? figure : { ...figure, label: figure.label.replace(id, () => name) };
}

const GROUPS: Readonly<Record<string, string>> = {
  entries: words.entries,
  actionCosts: text.stepCosts.group,
  stepCosts: text.stepCosts.single,
  devices: text.stepCosts.devices,
};

/** Figures of the site, of each kind of machine, of the ways in, of steps and of devices, in the order given. */
function groupsOf(figures: readonly RiskFigure[]): [string, RiskFigure[]][] {
  const groups = Map.groupBy(figures, ({ path }) => {
    const [first = '', name = ''] = path.split('.');
    return first === 'modalities' ? words.machine(name) : (GROUPS[first] ?? words.site);
  });
  return [...groups];
}
