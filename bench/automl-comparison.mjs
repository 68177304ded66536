export const comparison = (records) => JSON.stringify(records);
