// A lesson in a window, as people get it, with the right answers.
import { Anchor, List, Modal, Stack, Text, Title } from '@mantine/core';
import { loadLesson } from '../api/training.ts';
import { useLoad } from '../api/use-load.ts';
import { LessonText } from '../learn/lesson-text.tsx';
import { Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';

interface LessonPreviewProps {
  readonly id: string;
  readonly title: string;
  readonly isOpen: boolean;
  readonly onLook: (id: string | null) => void;
}

/** The name of a lesson, which opens it. */
export function LessonPreview({ id, title, isOpen, onLook }: LessonPreviewProps) {
  return (
    <>
      <Anchor component="button" type="button" ta="left" onClick={() => onLook(id)}>
        {title}
      </Anchor>
      {isOpen ? (
        <Modal
          opened
          size="lg"
          title={title}
          onClose={() => onLook(null)}
          closeButtonProps={{ 'aria-label': text.common.close }}
        >
          <Whole id={id} />
        </Modal>
      ) : null}
    </>
  );
}

function Whole({ id }: { readonly id: string }) {
  const lesson = useLoad(['training', 'lesson', id], (signal) => loadLesson(id, signal));
  return (
    <Loaded of={lesson}>
      {(shown) => (
        <Stack>
          <LessonText lesson={shown} />
          <Title order={3}>{text.learn.questions}</Title>
          {shown.questions.map(({ ask, answers, why }) => (
            <div key={ask}>
              <Text fw={600}>{ask}</Text>
              <List size="sm">
                {answers.map((answer) => (
                  <List.Item key={answer.text}>
                    {answer.right ? (
                      <strong>{`${answer.text} (${text.learn.right.replace('.', '')})`}</strong>
                    ) : (
                      answer.text
                    )}
                  </List.Item>
                ))}
              </List>
              <Text size="sm" c="dimmed">
                {why}
              </Text>
            </div>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
