// What the maker has to agree to, device by device: several steps on machines of one maker are asked for in one letter.
import { type RiskDocument, stepsByMaker } from '#contracts/index.ts';
import { count, counted } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import classes from './plan.module.css';
import { shortName } from './short-name.ts';

/** The panel; nothing where no maker has to agree to several steps. */
export function AskMaker({ risk }: { readonly risk: RiskDocument }) {
  const makers = stepsByMaker(risk);
  if (makers.length === 0) return null;
  return (
    <Panel title={text.plan.askMaker} lead={text.plan.askMakerLead}>
      <ul className={classes['reasons']}>
        {makers.map(({ maker, device, actions }) => (
          <li key={maker ?? device?.id ?? ''}>
            {text.plan.askTogether(count(actions.length))} {maker === null ? null : <Foreign>{maker}</Foreign>}
            {device === null ? null : (
              <TextLink to="/devices/$id" params={{ id: device.id }}>
                <Foreign>{device.name}</Foreign>
              </TextLink>
            )}
            <ul className={classes['left']}>
              {actions.map(({ id, name, downtimeHours }) => (
                <li key={id}>
                  <Foreign>{shortName(name)}</Foreign>
                  {downtimeHours > 0 ? (
                    <span className="quiet">
                      {' '}
                      {text.plan.downtime(counted(downtimeHours, text.plan.hour, text.plan.hours))}
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
