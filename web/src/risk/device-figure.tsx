// A figure that people stated of one device: shown among the figures, changed at the device.
import type { RiskFigure } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';

const words = text.risk.figures;

/** The row. */
export function DeviceFigure({ figure: { path, label, unit, value } }: { readonly figure: RiskFigure }) {
  const id = path.split('.').slice(1, -1).join('.');
  return (
    <>
      <div>
        <div className={classes['name']}>
          <Foreign>{label}</Foreign>
        </div>
        <div className="quiet">{unit}</div>
      </div>
      <div>{typeof value === 'number' ? count(value) : ''}</div>
      <div className={classes['from']}>
        <Tag tone="info">{words.basis.stated}</Tag>
        <TextLink to="/devices/$id" params={{ id }}>
          {text.stepCosts.atDevice}
        </TextLink>
      </div>
    </>
  );
}
