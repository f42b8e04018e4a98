import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { canCommand, quote } from './shell';

describe('a command to paste', () => {
  const hostile = ["it's", '$(reboot)', '`id`', 'a;b', 'a\nb', "a\\'b\u001b[0m", '\u202ex', '--help', 'two words', '', '*', '日本'];
  it('gives a shell back the very words', () => {
    for (const word of hostile) {
      const out = execFileSync('bash', ['-c', `printf %s ${quote(word)}`], { encoding: 'utf8' });
      expect(out).toBe(word);
    }
  });
  it('holds nothing that a terminal would act upon', () => {
    for (const word of hostile) expect(quote(word)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
  it('asks what was asked', () => {
    expect(
      canCommand({ principal: 'arn:aws:iam::222233334444:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::b/*', context: { 'aws:MultiFactorAuthPresent': true, 'aws:PrincipalArn': 'x', 'aws:principaltag/team': 'y', 'kms:CallerAccount': 'z' } }),
    ).toBe("sightline can --context aws:MultiFactorAuthPresent=true arn:aws:iam::222233334444:user/alice s3:GetObject 'arn:aws:s3:::b/*'");
  });
});
