/** A tracking event of a video, as the platform logs it; `second` makes it one of its kind. */
export function videoPlayed(second: number, learner = 3): string {
  return JSON.stringify({
    name: 'play_video',
    event_type: 'play_video',
    event_source: 'browser',
    time: new Date(Date.UTC(2026, 2, 2, 9, 0, second)).toISOString(),
    username: `learner${learner}`,
    session: '5e55104e5e55104e5e55104e5e55104e',
    ip: '192.0.2.1',
    page: 'https://lms.example.edu/courses/course-v1:edX+DemoX+Demo/courseware/a/b/1',
    context: { course_id: 'course-v1:edX+DemoX+Demo', org_id: 'edX', path: '/event', user_id: learner },
    event: JSON.stringify({ id: '0b9e', code: 'html5', duration: 195, currentTime: second }),
  });
}

/** Several of them as the body of one request. */
export function videosPlayed(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => videoPlayed(from + index)).join('\n');
}
