/** `<role>/<session>` of `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
export const sessionName = (principal: string): string => principal.split('/').slice(-2).join('/');
