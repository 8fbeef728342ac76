// What the rules close: how many open ports others could open before, and can afterwards.
import type { ClosedReach } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { ShareBar } from '../parts/band.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import classes from './segmentation.module.css';

const FIRST = 3;
const MOST = 100;

/** The panel. */
export function Closes({ of }: { readonly of: ClosedReach }) {
  const most = Math.max(1, of.before, of.after);
  const list = (devices: ClosedReach['devices']) => (
    <ul className={classes['closed']}>
      {devices.map(({ device, name, words }) => (
        <li key={`${device ?? ''} ${name}`}>
          {device === null ? (
            <Foreign>{name}</Foreign>
          ) : (
            <TextLink to="/devices/$id" params={{ id: device }}>
              <Foreign>{name}</Foreign>
            </TextLink>
          )}
          <div className="quiet">
            <Foreign>{words}</Foreign>
          </div>
        </li>
      ))}
    </ul>
  );
  return (
    <Panel title={text.segmentation.closes} lead={text.segmentation.closesLead}>
      {of.before === 0 && of.after === 0 ? (
        <p>{text.segmentation.oneZone}</p>
      ) : (
        <>
          <dl className={classes['reach']}>
            <dt>{text.segmentation.before}</dt>
            <dd>
              <b>{count(of.before)}</b>
              <ShareBar value={of.before / most} />
            </dd>
            <dt>{text.segmentation.afterwards}</dt>
            <dd>
              <b>{count(of.after)}</b>
              <ShareBar value={of.after / most} />
            </dd>
          </dl>
          <p className="quiet">
            {text.segmentation.closesWords(count(of.services), count(of.addresses))}{' '}
            {text.segmentation.zonesWords(count(of.zonesBefore), count(of.zonesAfter))}
          </p>
          {of.devices.length > 0 ? <h3 className={classes['small']}>{text.segmentation.mostClosed}</h3> : null}
          {list(of.devices.slice(0, FIRST))}
          {of.devices.length > FIRST ? (
            <Unfold label={text.plan.more(count(of.devicesTotal - FIRST))}>
              {list(of.devices.slice(FIRST, MOST))}
            </Unfold>
          ) : null}
        </>
      )}
    </Panel>
  );
}
