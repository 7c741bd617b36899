import type { FunctionDocs } from './docs.ts';

export const problemFormDocs: FunctionDocs = {
  problemOfForm: {
    summary:
      'The block id of the problem in the form that a browser sends (`problem_check`, `problem_save`, `problem_reset`). The answers stay out.',
    parameters: {},
    examples: [
      {
        expression: '$(event | problemOfForm)',
        given: { event: 'input_3fc5_2_1%5B%5D=choice_0&input_3fc5_2_1%5B%5D=choice_2' },
        result: '3fc5',
      },
      {
        expression: '$(event | problemOfForm)',
        given: { event: 'input_my_problem_1_10_1=54' },
        result: 'my_problem_1',
      },
      { expression: '$(event | problemOfForm)', given: { event: 'my own words' } },
    ],
  },
};
