// The text and the picture of a lesson.
import { Text } from '@mantine/core';
import { type MarkupSpan, markupBlocks } from '#contracts/index.ts';
import classes from './learn.module.css';

interface LessonTextProps {
  readonly lesson: { readonly text: string; readonly picture: { readonly svg: string; readonly alt: string } };
}

/** Picture, paragraphs and lists. */
export function LessonText({ lesson: { text, picture } }: LessonTextProps) {
  return (
    <div className={classes['lesson']}>
      <div
        role="img"
        aria-label={picture.alt}
        className={classes['picture']}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawings ship with the program, and are read only when they are shapes alone
        dangerouslySetInnerHTML={{ __html: picture.svg }}
      />
      {markupBlocks(text).map(({ kind, items }) =>
        kind === 'list' ? (
          <ul key={keyOf(items)}>
            {items.map((item) => (
              <li key={keyOf([item])}>
                <Spans of={item} />
              </li>
            ))}
          </ul>
        ) : (
          <Text key={keyOf(items)} component="p">
            <Spans of={items[0] ?? []} />
          </Text>
        ),
      )}
    </div>
  );
}

function keyOf(items: readonly (readonly MarkupSpan[])[]): string {
  return items.flatMap((item) => item.map(({ text }) => text)).join(' ');
}

function Spans({ of }: { readonly of: readonly MarkupSpan[] }) {
  return of.map(({ text, bold }) => (bold ? <strong key={text}>{text}</strong> : <span key={text}>{text}</span>));
}
