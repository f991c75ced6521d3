import { base64url } from 'jose'

// RFC 7516 section 5 with Web Crypto alone, for direct encryption with AES in Galois/Counter Mode: a
// second opinion on what the profile is sealed with. It is itself held to the published vectors.

/** Decrypts as RFC 7516 section 5.2 says, whatever the key is wrapped with. */
export async function openByTheBook(token: string, secret: string) {
  const [header = '', encryptedKey, iv = '', ciphertext = '', tag = ''] = token.split('.')
  const sealed = Uint8Array.from([...base64url.decode(ciphertext), ...base64url.decode(tag)])
  const plaintext = await crypto.subtle.decrypt(parameters(header, iv), await keyOf(secret), sealed)
  return {
    header: JSON.parse(new TextDecoder().decode(base64url.decode(header))) as unknown,
    encryptedKey,
    plaintext: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext),
  }
}

/** Encrypts as RFC 7516 section 5.1 says, with whatever header. */
export async function sealByTheBook(header: object, text: string, secret: string): Promise<string> {
  const protectedHeader = base64url.encode(JSON.stringify(header))
  const iv = base64url.encode(crypto.getRandomValues(new Uint8Array(12)))
  const bytes = new TextEncoder().encode(text)
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(parameters(protectedHeader, iv), await keyOf(secret), bytes),
  )
  const parts = [sealed.subarray(0, -16), sealed.subarray(-16)].map((part) =>
    base64url.encode(part),
  )
  return [protectedHeader, '', iv, ...parts].join('.')
}

function parameters(header: string, iv: string) {
  return {
    name: 'AES-GCM',
    iv: Uint8Array.from(base64url.decode(iv)),
    additionalData: new TextEncoder().encode(header),
    tagLength: 128,
  }
}

function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(base64url.decode(secret))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** `key` is the content encryption key. */
export const aesGcmVectors = [
  {
    source: 'RFC 7520 section 5.6, dir with A128GCM',
    key: 'XctOhJAkA-pD9Lh7ZgW_2A',
    plaintext:
      'You can trust us to stick with you through thick and thin–to the bitter end. And you can ' +
      'trust us to keep any secret of yours–closer than you keep it yourself. But you cannot trust ' +
      'us to let you face trouble alone, and go off without a word. We are your friends, Frodo.',
    token: [
      'eyJhbGciOiJkaXIiLCJraWQiOiI3N2M3ZTJiOC02ZTEzLTQ1Y2YtODY3Mi02MTdiNWI0NTI0M2EiLCJlbmMiOiJBMTI4',
      'R0NNIn0..refa467QzzKx6QAB.JW_i_f52hww_ELQPGaYyeAB6HYGcR559l9TYnSovc23XJoBcW29rHP8yZOZG7YhLpT',
      '1bjFuvZPjQS-m0IFtVcXkZXdH_lr_FrdYt9HRUYkshtrMmIUAyGmUnd9zMDB2n0cRDIHAzFVeJUDxkUwVAE7_YGRPdcq',
      'MyiBoCO-FBdE-Nceb4h3-FtBP-c_BIwCPTjb9o0SbdcdREEMJMyZBH8ySWMVi1gPD9yxi-aQpGbSv_F9N4IZAxscj5g-',
      'NJsUPbjk29-s7LJAGb15wEBtXphVCgyy53CoIKLHHeJHXex45Uz9aKZSRSInZI-wjsY0yu3cT4_aQ3i1o-tiE-F8Ios6',
      '1EKgyIQ4CWao8PFMj8TTnp.vbb32Xvllea2OtmHAdccRQ',
    ].join(''),
  },
  {
    source: 'RFC 7516 appendix A.1, RSA-OAEP with A256GCM',
    key: base64url.encode(
      Uint8Array.of(
        ...[177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246],
        ...[138, 7, 110, 91, 112, 46, 34, 105, 47, 130, 203, 46, 122, 234, 64, 252],
      ),
    ),
    plaintext: 'The true sign of intelligence is not knowledge but imagination.',
    token: [
      'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKo',
      'TCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVux',
      'Ip5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVL',
      'zfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi',
      '6UklfCpIMfIjf7iGdXKHzg.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_E',
      'FShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ',
    ].join(''),
  },
]
