/** Hardware assistance: VMX with its VMCS, SVM with its VMCB, and which instruction leaves a guest under which controls. */
@NullMarked
package org.ringlab.cpu.guest;

import org.jspecify.annotations.NullMarked;
