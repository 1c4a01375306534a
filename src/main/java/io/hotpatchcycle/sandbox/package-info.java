/**
 * The sandbox tenant: an HTTP server on loopback that speaks the part of Microsoft Graph which the product uses,
 * over a synthetic fleet made from a seed. Its face is {@link io.hotpatchcycle.sandbox.SandboxTenant}; nothing else
 * of the program may depend on what is inside. Severities, scores, device names and behaviour are synthetic; release
 * dates, KB numbers, builds and the exploited CVEs are facts from the files beside it.
 */
package io.hotpatchcycle.sandbox;
