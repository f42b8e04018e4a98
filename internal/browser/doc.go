// Package browser holds the tests that walk through the pages of the built
// program in Chromium. The walk itself is web/e2e/walk.mjs; the tests start the
// program, hand it the sign-in link, and keep the pictures.
package browser
