/** What the tests use of clients that come without types. */
declare module 'tincanjs' {
  interface Answer {
    status: number;
    responseText: string;
  }
  type Callback = (error: unknown, answer: Answer) => void;
  const TinCan: {
    LRS: new (settings: { endpoint: string; username: string; password: string; allowFail: boolean }) => {
      saveStatement(statement: unknown, options: { callback: Callback }): void;
      saveStatements(statements: unknown[], options: { callback: Callback }): void;
      about(options: { callback: (error: unknown, about: { version: string[] }) => void }): void;
    };
    Statement: new (properties: object) => { id: string };
  };
  export default TinCan;
}

declare module 'adl-xapiwrapper' {
  type Callback = (error: unknown, answer: { statusCode: number }, body: string) => void;
  const wrapper: {
    XAPIWrapper: new (settings: { url: string; auth: { user: string; pass: string } }) => {
      sendStatements(statements: unknown, callback: Callback): void;
    };
  };
  export default wrapper;
}
