/** Where a request comes from, in the browser's own words: kept with sessions and events so that people know theirs. */
export type Visitor = Readonly<{ device: string; address: string }>;
