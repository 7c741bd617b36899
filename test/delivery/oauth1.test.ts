import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { oauth1Authorization, signHmacSha1, signatureBase } from '../../src/delivery/oauth1.ts';

test('signs as the worked example of RFC 5849, section 1.2, does: the photo', () => {
  const base = signatureBase('GET', 'http://photos.example.net/photos?file=vacation.jpg&size=original', [
    ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
    ['oauth_token', 'nnch734d00sl2jdk'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '137131202'],
    ['oauth_nonce', 'chapoH'],
  ]);
  expect(base).toBe(
    'GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key%3Ddpf43f3p2l4k3l03' +
      '%26oauth_nonce%3DchapoH%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131202' +
      '%26oauth_token%3Dnnch734d00sl2jdk%26size%3Doriginal',
  );
  expect(signHmacSha1(base, 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00')).toBe('MdpQcU8iPSUjWoN/UDMsK2sui9I=');
});

test('signs as the worked example of RFC 5849, section 1.2, does: the token', () => {
  const base = signatureBase('POST', 'https://photos.example.net/token', [
    ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
    ['oauth_token', 'hh5s93j4hdidpola'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '137131201'],
    ['oauth_nonce', 'walatlh'],
    ['oauth_verifier', 'hfdp7dh39dks9884'],
  ]);
  expect(signHmacSha1(base, 'kd94hf93k423kf44', 'hdhd0244k9j7ao03')).toBe('gKgrFCywp7rO0OXSjdot/IHF7IU=');
});

test('makes the base string of RFC 5849, section 3.4.1.1', () => {
  const base = signatureBase('POST', 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b', [
    ['oauth_consumer_key', '9djdj82h48djs9d2'],
    ['oauth_token', 'kkk9d7dh3k39sjv7'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '137131201'],
    ['oauth_nonce', '7d8f3e4a'],
    ['c2', ''],
    ['a3', '2 q'],
  ]);
  expect(base).toBe(
    'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D' +
      '%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1' +
      '%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
  );
});

test('writes the header of a consumer without a token, whose signature Node computes too', () => {
  const credentials = { consumerKey: 'edx & co', consumerSecret: "s(e)c*r!e't" };
  const url = 'https://lms.example.org/caliper/profile?tool=7&b=%27';
  const header = oauth1Authorization('GET', url, credentials, { timestamp: 1_900_000_000, nonce: 'n-1' });
  const base =
    'GET&https%3A%2F%2Flms.example.org%2Fcaliper%2Fprofile&b%3D%2527%26oauth_consumer_key%3Dedx%2520%2526%2520co' +
    '%26oauth_nonce%3Dn-1%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1900000000%26oauth_version%3D1.0%26tool%3D7';
  const signature = createHmac('sha1', 's%28e%29c%2Ar%21e%27t&').update(base).digest('base64');
  expect(header).toBe(
    'OAuth oauth_consumer_key="edx%20%26%20co", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1900000000", ' +
      `oauth_nonce="n-1", oauth_version="1.0", oauth_signature="${encodeURIComponent(signature)}"`,
  );
});
