package org.ringlab.service.accounts;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.regex.Pattern;
import org.ringlab.checks.Text;
import org.ringlab.service.audit.Audit;
import org.ringlab.service.start.Secrets;
import org.ringlab.service.web.Refusal;

/** What administrators do with accounts; recorded in the audit, passwords left out. */
@ApplicationScoped
public class AccountAdministration {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final int PASSWORD_BYTES = 9;

    private final Accounts accounts;
    private final Audit audit;

    AccountAdministration(Accounts accounts, Audit audit) {
        this.accounts = accounts;
        this.audit = audit;
    }

    /**
     * Makes an account.
     *
     * @return its random password, known to nobody else
     * @throws Refusal 400 for a name that can't be one, 409 for one that is taken
     */
    @Transactional
    public String add(String administrator, String name, Role role) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.badRequest(
                    "“" + name + "”不能作用户名：可以用字母、数字和 . _ @ -，最多 64 个字符。",
                    "“" + name
                            + "” can't be a user name, which has letters, digits and . _ @ -, 64 characters at most.");
        }
        if (accounts.byName(name).isPresent()) {
            throw new Refusal(409, new Text("用户名 " + name + " 已被使用。", "The user name " + name + " is taken."));
        }
        String password = Secrets.random(PASSWORD_BYTES);
        accounts.create(name, password, role);
        audit.record(administrator, "add-user", name + " " + role.roleName());
        return password;
    }

    /**
     * Changes an account's role, from its next request on.
     *
     * @throws Refusal 404 for an unknown name, 409 for one's own account: somebody must stay administrator
     */
    @Transactional
    public void changeRole(String administrator, String name, Role role) {
        if (administrator.equals(name)) {
            throw new Refusal(
                    409,
                    new Text("不能修改自己的角色，请让另一位管理员操作。", "You can't change your own role; ask another administrator."));
        }
        find(name).setRole(role);
        audit.record(administrator, "change-role", name + " " + role.roleName());
    }

    /**
     * Gives an account a new password.
     *
     * @return the password, known to nobody else
     * @throws Refusal 404 for an unknown name
     */
    @Transactional
    public String resetPassword(String administrator, String name) {
        String password = Secrets.random(PASSWORD_BYTES);
        find(name).setPasswordHash(BcryptUtil.bcryptHash(password));
        audit.record(administrator, "reset-password", name);
        return password;
    }

    private Account find(String name) {
        return accounts.byName(name)
                .orElseThrow(() -> Refusal.notFound("没有用户 " + name + "。", "There is no user " + name + "."));
    }
}
