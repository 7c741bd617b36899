import { describe, expect, it } from 'vitest';
import { coursePage } from '../../src/mapping/functions/course-page.ts';

const course = '/courses/course-v1:edX+DemoX+Demo';

describe('the page of a course', () => {
  it.each([
    [course, 'home'],
    [`${course}/`, 'home'],
    ['/courses/edX/DemoX/Demo', 'home'],
    ['/courses/course-v1%3AedX%2BDemoX%2BDemo/', 'home'],
    ['/courses/ccx-v1:edX+DemoX+Demo+ccx@1/progress', 'progress'],
    ['/courses/edX/DemoX/Demo/about', 'about'],
    [`${course}/info`, 'info'],
    [`${course}/course/`, 'outline'],
    [`${course}/courseware`, 'courseware'],
    [`${course}/courseware/d8a6/edx_introduction/1`, 'courseware'],
    [`${course}/jump_to_id/v1`, 'link'],
    [`${course}/course_wiki`, 'wiki'],
    [`${course}/wiki/DemoX/first/`, 'wiki'],
    [`${course}/teams/`, 'teams'],
    [`${course}/pdfbook/0/chapter/2/`, 'textbook'],
    [`${course}/1f7c3b2ee8a94b0f9a4d1c2b3e4f5a6b/`, 'tab'],
    [`${course}/discussion/forum/`, 'discussion'],
    [`${course}/discussion/forum/general/threads/5f1a`, 'thread'],
  ])('%s is %s', (path, page) => {
    expect(coursePage(path)).toBe(page);
  });

  it.each([
    ['/dashboard'],
    ['/courses'],
    ['/courses/edX/DemoX'],
    ['/courses/course-v1:edX+DemoX/about'],
    ['/api/courses/course-v1:edX+DemoX+Demo/about'],
    ['https://lms.example.edu/courses/edX/DemoX/Demo/about'],
    [`${course}/xblock/block-v1:edX+DemoX+Demo+type@problem+block@p1/handler/xmodule_handler/progress`],
    ['/courses/edX/DemoX/Demo/modx/i4x://edX/DemoX/sequential/s1/goto_position'],
    [`${course}/wiki/DemoX/_edit/`],
    [`${course}/discussion/forum/users/3/followed`],
    [`${course}/discussion/general/threads/create`],
    [`${course}/instructor`],
    [`${course}/progress/3/`],
    [null],
    [3],
  ])('%s is none', (path) => {
    expect(coursePage(path)).toBeUndefined();
  });
});
