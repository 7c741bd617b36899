import type { FunctionDocs } from './docs.ts';

export const coursePageDocs: FunctionDocs = {
  coursePage: {
    summary:
      'Which page of a course the path of a request leads to: `home`, `about`, `info`, `outline`, `progress`, `courseware`, `link`, `wiki`, `teams`, `textbook`, `tab`, `discussion` or `thread`. Missing for requests that are no pages.',
    parameters: {},
    examples: [
      {
        expression: '$(name | coursePage)',
        given: { name: '/courses/course-v1:edX+DemoX+Demo/courseware/d8a6/edx_introduction/' },
        result: 'courseware',
      },
      { expression: '$(name | coursePage)', given: { name: '/courses/edX/DemoX/Demo/about' }, result: 'about' },
      {
        expression: '$(name | coursePage)',
        given: {
          name: '/courses/course-v1:edX+DemoX+Demo/xblock/block-v1:edX+DemoX+Demo+type@poll+block@p/handler/vote',
        },
      },
    ],
  },
};
