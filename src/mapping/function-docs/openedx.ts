import type { FunctionDocs } from './docs.ts';

export const openedxDocs: FunctionDocs = {
  blockKey: {
    summary:
      'The usage key of a block of a course: `$(course key | blockKey(type, id))`. An id that is a usage key already stays.',
    parameters: { type: 'block type, e.g. video', id: 'block id, in any of its forms' },
    examples: [
      {
        expression: "$(context.course_id | blockKey('video', event.id))",
        given: { context: { course_id: 'course-v1:edX+DemoX+Demo' }, event: { id: '0b9e' } },
        result: 'block-v1:edX+DemoX+Demo+type@video+block@0b9e',
      },
      {
        expression: "$(context.course_id | blockKey('video', event.id))",
        given: { context: { course_id: 'edX/DemoX/Demo' }, event: { id: 'i4x-edX-DemoX-video-0b9e' } },
        result: 'i4x://edX/DemoX/video/0b9e',
      },
      {
        expression: "$(context.course_id | blockKey('video', event.id))",
        given: { context: { course_id: 'edX/Demo.1/Demo' }, event: { id: 'i4x-edX-Demo_1-videoalpha-0b9e' } },
        result: 'i4x://edX/Demo.1/videoalpha/0b9e',
      },
    ],
  },
  courseKey: {
    summary: 'The course key in a URL, a path or a usage key.',
    parameters: {},
    examples: [
      {
        expression: '$(event.problem_id | courseKey)',
        given: { event: { problem_id: 'block-v1:edX+DemoX+Demo+type@problem+block@p1' } },
        result: 'course-v1:edX+DemoX+Demo',
      },
      {
        expression: '$(event.path | courseKey)',
        given: { event: { path: '/courses/edX/DemoX/Demo/about' } },
        result: 'edX/DemoX/Demo',
      },
    ],
  },
  usageKey: {
    summary: 'The usage key of a block in a path or a URL, also where `;_` stands for the `/` of old keys.',
    parameters: {},
    examples: [
      {
        expression: '$(context.path | usageKey)',
        given: { context: { path: '/courses/c1/xblock/block-v1:edX+DemoX+Demo+type@problem+block@p1/handler/check' } },
        result: 'block-v1:edX+DemoX+Demo+type@problem+block@p1',
      },
      {
        expression: '$(context.path | usageKey)',
        given: { context: { path: '/courses/c1/xblock/i4x:;_;_edX;_DemoX;_openassessment;_d3f5/handler/submit' } },
        result: 'i4x://edX/DemoX/openassessment/d3f5',
      },
      { expression: '$(context.path | usageKey)', given: { context: { path: '/event' } } },
    ],
  },
  choice: {
    summary:
      'What a learner chose, if the type of the response is one in which the answers are the author’s: choices, options, true or false. Missing for all others, since free text holds anything.',
    parameters: {
      type: 'response_type of the part, or xAPI interactionType',
      part: 'which of several answers, by the name of the part',
    },
    examples: [
      {
        expression: '$(event.answer | choice(event.response_type))',
        given: { event: { answer: 'choice_2', response_type: 'multiplechoiceresponse' } },
        result: 'choice_2',
      },
      {
        expression: '$(event.answer | choice(event.response_type))',
        given: { event: { answer: 'I think so', response_type: 'stringresponse' } },
      },
      {
        expression: '$(event.answers | choice(event.response_type, event.part))',
        given: { event: { answers: { p_2_1: 'choice_2' }, response_type: 'multiplechoiceresponse', part: 'p_2_1' } },
        result: 'choice_2',
      },
    ],
  },
  choiceIds: {
    summary:
      'The ids that the platform gives to choices (`choice_0`), one or a list of them. For records that do not tell the type of the response; anything else is missing.',
    parameters: {},
    examples: [
      { expression: '$(event.answer | choiceIds)', given: { event: { answer: 'choice_2' } }, result: 'choice_2' },
      {
        expression: '$(event.answer | choiceIds)',
        given: { event: { answer: ['choice_0', 'my words'] } },
        result: ['choice_0'],
      },
      { expression: '$(event.answer | choiceIds)', given: { event: { answer: 'choice_2 or my words' } } },
    ],
  },
};
