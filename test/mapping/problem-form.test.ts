import { describe, expect, it } from 'vitest';
import { problemOfForm } from '../../src/mapping/functions/problem-form.ts';

describe('the problem of a form', () => {
  it.each([
    ['input_3fc5_2_1=choice_0', '3fc5'],
    ['input_3fc5_2_1[]=choice_0&input_3fc5_2_1[]=choice_1', '3fc5'],
    ['input_3fc5_2_1%5B%5D=choice_0', '3fc5'],
    ['input_3fc5_2_1_dynamath=%3Cmath%3E&input_3fc5_2_1=2', '3fc5'],
    ['input_3fc5_2_1_choiceinput_0bc=my+words', '3fc5'],
    // Block ids hold numbers too: those of the input are the last two.
    ['input_problem_1_2_10_1=x', 'problem_1_2'],
    ['input_i4x-edX-DemoX-problem-4cd4_2_1=54', 'i4x-edX-DemoX-problem-4cd4'],
    ['input_3fc5_2_1', '3fc5'],
  ])('stands in %s', (form, id) => {
    expect(problemOfForm(form)).toBe(id);
  });

  it.each<[unknown]>([
    [''],
    ['my own words'],
    ['=input_3fc5_2_1'],
    ['input_3fc5=choice_0'],
    ['input_my own words_2_1=x'],
    ['input_ada%40example.edu_2_1=x'],
    [`input_${'x'.repeat(256)}_2_1=x`],
    [{ input_3fc5_2_1: 'x' }],
    [7],
  ])('does not stand in %j', (form) => {
    expect(problemOfForm(form)).toBeUndefined();
  });
});
