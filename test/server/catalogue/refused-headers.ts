/** The two columns that files of refused rows end with. */
export const RefusedRowHeaders = { zh: ['原文件行', '拒绝原因'], en: ['Line in the file', 'Why refused'] } as const;
