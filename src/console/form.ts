import type { Context } from 'hono';

/** The fields of a form that was sent; none where the body is no form. May be called again for the same request. */
export async function readForm(c: Context): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch {
    return new FormData();
  }
}

/** All texts of a field that may come several times. */
export function fieldTexts(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value): value is string => typeof value === 'string');
}
