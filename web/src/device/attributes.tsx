// What is known about the device: the value believed, how sure, and every fact behind it, conflicts included.
import { IconChevronDown, IconListDetails } from '@tabler/icons-react';
import type { DeviceDetail } from '#contracts/index.ts';
import { percent } from '../format/format.ts';
import { BasisTag, FactLine } from '../parts/fact-line.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';

type Attribute = DeviceDetail['attributes'][number];

/** The attributes with their provenance. */
export function Attributes({ attributes }: { readonly attributes: readonly Attribute[] }) {
  return (
    <Panel title={text.facts.title} lead={text.facts.lead} flush id="facts">
      {attributes.length === 0 ? (
        <Empty icon={IconListDetails} title={text.facts.none} />
      ) : (
        <ul className={classes['rows']}>
          {attributes.map((attribute) => (
            <li key={attribute.attribute}>
              <details className={classes['attribute']}>
                <summary>
                  <span className={classes['label']}>{attribute.label}</span>
                  <span className={classes['value']}>
                    <Foreign>{attribute.value}</Foreign>
                    {attribute.conflict ? (
                      <>
                        {' '}
                        <Tag tone="watch" title={text.facts.conflictWhy}>
                          {text.facts.conflict}
                        </Tag>
                      </>
                    ) : null}
                  </span>
                  <span className={classes['sure']}>
                    <Bases attribute={attribute} /> {text.facts.sure(percent(attribute.confidence))}
                    <IconChevronDown size={16} stroke={1.8} aria-hidden className={classes['mark']} />
                  </span>
                </summary>
                <ul className={classes['factList']}>
                  {attribute.facts.map((fact) => (
                    <li key={fact.id}>
                      <FactLine fact={fact} withAttribute={false} />
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Bases({ attribute }: { readonly attribute: Attribute }) {
  const bases = [...new Set(attribute.facts.map((fact) => fact.basis))];
  return bases.map((basis) => <BasisTag key={basis} basis={basis} />);
}
