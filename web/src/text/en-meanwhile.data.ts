// The words of two people who edit the same figures; part of the English catalogue.
export const enMeanwhile = {
  meanwhile: {
    title: 'Somebody else saved these figures while you were typing',
    somebody: 'Somebody',
    saved: 'saved other figures. What you typed is still here, and not saved yet. What was changed:',
    now: 'now',
    youWrote: '; you wrote',
    default: 'the default',
    none: 'none',
    keepMine: 'Put mine on top, then look',
    takeTheirs: 'Drop mine, take what was saved',
    first: 'Choose above what shall count; then you can save.',
  },
};
