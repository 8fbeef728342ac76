// A switch for each action, grouped by who does it; with many, a search, and each group opens by its line.
import { Button, Fieldset, Group, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { expectedCost, type RiskAction, type RiskDocument } from '#contracts/index.ts';
import { count, money } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { shortName } from '../plan/short-name.ts';
import { text } from '../text/index.ts';
import classes from './what-if.module.css';

interface ActionSwitchesProps {
  readonly risk: RiskDocument;
  readonly done: ReadonlySet<string>;
  readonly onChange: (done: ReadonlySet<string>) => void;
}

const ROLES = new Map<string, string>(Object.entries(text.who));

/** Up to here everything stands open. */
const FEW = 40;

/** The panel. */
export function ActionSwitches({ risk, done, onChange }: ActionSwitchesProps) {
  const [wanted, setWanted] = useState('');
  const found = risk.actions.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const isSearched = wanted.trim() !== '';
  const groups = [...Map.groupBy(found, ({ ownerRole }) => ownerRole)].toSorted(
    ([, a], [, b]) => mostOf(b) - mostOf(a),
  );

  function set(actions: readonly RiskAction[], isDone: boolean): void {
    const next = new Set(done);
    for (const { id } of actions) {
      if (isDone) next.add(id);
      else next.delete(id);
    }
    onChange(next);
  }

  return (
    <Panel
      title={text.whatIf.actions}
      lead={text.whatIf.actionsLead(
        count(risk.actions.filter(({ id }) => done.has(id)).length),
        count(risk.actions.length),
      )}
    >
      {risk.actions.length === 0 ? <p>{text.whatIf.noActions}</p> : null}
      {risk.actions.length > FEW ? (
        <TextInput
          type="search"
          label={text.whatIf.search}
          leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          mb="sm"
        />
      ) : null}
      {groups.map(([role, actions]) => (
        <Role
          key={`${role} ${isSearched}`}
          role={role}
          actions={actions}
          done={done}
          currency={risk.currency}
          startsOpen={risk.actions.length <= FEW || isSearched}
          onChange={set}
        />
      ))}
    </Panel>
  );
}

function mostOf(actions: readonly RiskAction[]): number {
  return Math.max(...actions.map(({ saves }) => saves.mean));
}

interface RoleProps {
  readonly role: string;
  readonly actions: readonly RiskAction[];
  readonly done: ReadonlySet<string>;
  readonly currency: string;
  readonly startsOpen: boolean;
  readonly onChange: (actions: readonly RiskAction[], isDone: boolean) => void;
}

function Role({ role, actions, done, currency, startsOpen, onChange }: RoleProps) {
  const name = ROLES.get(role) ?? visible(role);
  const on = actions.filter(({ id }) => done.has(id)).length;
  return (
    <Unfold startsOpen={startsOpen} label={text.whatIf.role(name, count(on), count(actions.length))}>
      <Fieldset variant="unstyled" legend={<span className={classes['legend']}>{text.whatIf.roleDoes(name)}</span>}>
        {actions.length > 1 ? (
          <Group gap="xs" mb="xs">
            <Button size="compact-sm" variant="default" onClick={() => onChange(actions, true)}>
              {text.whatIf.all}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => onChange(actions, false)}>
              {text.whatIf.none}
            </Button>
          </Group>
        ) : null}
        <ul className={classes['switches']}>
          {actions.map((action) => (
            <li key={action.id}>
              <Switch
                label={<Foreign>{shortName(action.name)}</Foreign>}
                title={visible(action.name)}
                description={text.whatIf.each(
                  text.whatIf.withRange(
                    money(expectedCost(action.cost), currency),
                    moneyRange(action.cost.low, action.cost.high, currency),
                  ),
                  money(action.saves.mean, currency),
                  moneyRange(...action.saves.interval, currency),
                )}
                checked={done.has(action.id)}
                onChange={(event) => onChange([action], event.currentTarget.checked)}
              />
            </li>
          ))}
        </ul>
      </Fieldset>
    </Unfold>
  );
}
