package org.ringlab.cpu.guest;

/**
 * A field of a VMCS with its encoding (SDM appendix B). Guest-state fields have no prefix. Of the six segment registers' selectors,
 * limits, rights and bases those of ES are named; the others follow it in steps of 2, in the order of their numbers.
 */
public enum VmcsField {
    /** Vpid. */
    VPID(0x0000),
    /** Es selector. */
    ES_SELECTOR(0x0800),
    /** Cs selector. */
    CS_SELECTOR(0x0802),
    /** Ss selector. */
    SS_SELECTOR(0x0804),
    /** Ds selector. */
    DS_SELECTOR(0x0806),
    /** Fs selector. */
    FS_SELECTOR(0x0808),
    /** Gs selector. */
    GS_SELECTOR(0x080A),
    /** Ldtr selector. */
    LDTR_SELECTOR(0x080C),
    /** Tr selector. */
    TR_SELECTOR(0x080E),
    /** Host es selector. */
    HOST_ES_SELECTOR(0x0C00),
    /** Host cs selector. */
    HOST_CS_SELECTOR(0x0C02),
    /** Host ss selector. */
    HOST_SS_SELECTOR(0x0C04),
    /** Host ds selector. */
    HOST_DS_SELECTOR(0x0C06),
    /** Host fs selector. */
    HOST_FS_SELECTOR(0x0C08),
    /** Host gs selector. */
    HOST_GS_SELECTOR(0x0C0A),
    /** Host tr selector. */
    HOST_TR_SELECTOR(0x0C0C),
    /** Io bitmap a. */
    IO_BITMAP_A(0x2000),
    /** Io bitmap b. */
    IO_BITMAP_B(0x2002),
    /** Msr bitmap. */
    MSR_BITMAP(0x2004),
    /** Tsc offset. */
    TSC_OFFSET(0x2010),
    /** Ept pointer. */
    EPT_POINTER(0x201A),
    /** Guest physical address. */
    GUEST_PHYSICAL_ADDRESS(0x2400),
    /** Link pointer. */
    LINK_POINTER(0x2800),
    /** Debugctl. */
    DEBUGCTL(0x2802),
    /** Pat. */
    PAT(0x2804),
    /** Efer. */
    EFER(0x2806),
    /** The first PDPTE of a guest in PAE mode under EPT; the three others are 2 apart. */
    PDPTE_0(0x280A),
    /** The second. */
    PDPTE_1(0x280C),
    /** The third. */
    PDPTE_2(0x280E),
    /** The fourth. */
    PDPTE_3(0x2810),
    /** Host pat. */
    HOST_PAT(0x2C00),
    /** Host efer. */
    HOST_EFER(0x2C02),
    /** Pin controls. */
    PIN_CONTROLS(0x4000),
    /** Processor controls. */
    PROCESSOR_CONTROLS(0x4002),
    /** Exception bitmap. */
    EXCEPTION_BITMAP(0x4004),
    /** Page fault mask. */
    PAGE_FAULT_MASK(0x4006),
    /** Page fault match. */
    PAGE_FAULT_MATCH(0x4008),
    /** Cr3 target count. */
    CR3_TARGET_COUNT(0x400A),
    /** Exit controls. */
    EXIT_CONTROLS(0x400C),
    /** Entry controls. */
    ENTRY_CONTROLS(0x4012),
    /** Entry interruption. */
    ENTRY_INTERRUPTION(0x4016),
    /** Entry error code. */
    ENTRY_ERROR_CODE(0x4018),
    /** Entry length. */
    ENTRY_LENGTH(0x401A),
    /** Secondary controls. */
    SECONDARY_CONTROLS(0x401E),
    /** Instruction error. */
    INSTRUCTION_ERROR(0x4400),
    /** Exit reason. */
    EXIT_REASON(0x4402),
    /** Exit interruption. */
    EXIT_INTERRUPTION(0x4404),
    /** Exit error code. */
    EXIT_ERROR_CODE(0x4406),
    /** Idt vectoring. */
    IDT_VECTORING(0x4408),
    /** Idt vectoring error code. */
    IDT_VECTORING_ERROR_CODE(0x440A),
    /** Exit length. */
    EXIT_LENGTH(0x440C),
    /** Es limit. */
    ES_LIMIT(0x4800),
    /** Ldtr limit. */
    LDTR_LIMIT(0x480C),
    /** Tr limit. */
    TR_LIMIT(0x480E),
    /** Gdtr limit. */
    GDTR_LIMIT(0x4810),
    /** Idtr limit. */
    IDTR_LIMIT(0x4812),
    /** Es rights. */
    ES_RIGHTS(0x4814),
    /** Ldtr rights. */
    LDTR_RIGHTS(0x4820),
    /** Tr rights. */
    TR_RIGHTS(0x4822),
    /** Interruptibility. */
    INTERRUPTIBILITY(0x4824),
    /** Activity. */
    ACTIVITY(0x4826),
    /** Sysenter cs. */
    SYSENTER_CS(0x482A),
    /** Host sysenter cs. */
    HOST_SYSENTER_CS(0x4C00),
    /** Cr0 mask. */
    CR0_MASK(0x6000),
    /** Cr4 mask. */
    CR4_MASK(0x6002),
    /** Cr0 shadow. */
    CR0_SHADOW(0x6004),
    /** Cr4 shadow. */
    CR4_SHADOW(0x6006),
    /** Cr3 target 0. */
    CR3_TARGET_0(0x6008),
    /** Exit qualification. */
    EXIT_QUALIFICATION(0x6400),
    /** Guest linear address. */
    GUEST_LINEAR_ADDRESS(0x640A),
    /** Cr0. */
    CR0(0x6800),
    /** Cr3. */
    CR3(0x6802),
    /** Cr4. */
    CR4(0x6804),
    /** Es base. */
    ES_BASE(0x6806),
    /** Ldtr base. */
    LDTR_BASE(0x6812),
    /** Tr base. */
    TR_BASE(0x6814),
    /** Gdtr base. */
    GDTR_BASE(0x6816),
    /** Idtr base. */
    IDTR_BASE(0x6818),
    /** Dr7. */
    DR7(0x681A),
    /** Rsp. */
    RSP(0x681C),
    /** Rip. */
    RIP(0x681E),
    /** Rflags. */
    RFLAGS(0x6820),
    /** Sysenter esp. */
    SYSENTER_ESP(0x6824),
    /** Sysenter eip. */
    SYSENTER_EIP(0x6826),
    /** Host cr0. */
    HOST_CR0(0x6C00),
    /** Host cr3. */
    HOST_CR3(0x6C02),
    /** Host cr4. */
    HOST_CR4(0x6C04),
    /** Host fs base. */
    HOST_FS_BASE(0x6C06),
    /** Host gs base. */
    HOST_GS_BASE(0x6C08),
    /** Host tr base. */
    HOST_TR_BASE(0x6C0A),
    /** Host gdtr base. */
    HOST_GDTR_BASE(0x6C0C),
    /** Host idtr base. */
    HOST_IDTR_BASE(0x6C0E),
    /** Host sysenter esp. */
    HOST_SYSENTER_ESP(0x6C10),
    /** Host sysenter eip. */
    HOST_SYSENTER_EIP(0x6C12),
    /** Host rsp. */
    HOST_RSP(0x6C14),
    /** Host rip. */
    HOST_RIP(0x6C16);

    private final int encoding;

    VmcsField(int encoding) {
        this.encoding = encoding;
    }

    /** What VMREAD and VMWRITE call it. */
    public int encoding() {
        return encoding;
    }
}
